export { compile, renderTerm, renderTest } from './compile'
export { quoteLiteral, quoteName, quoteText } from './quote'
