export { compile, renderTerm, renderTest } from './compile'
export { meanings, qualifiedName, quoteLiteral, quoteName, quoteText } from './quote'
