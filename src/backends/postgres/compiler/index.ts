export { compile, renderTerm, renderTest } from './compile'
export { qualifiedName, quoteLiteral, quoteName, quoteText } from './quote'
