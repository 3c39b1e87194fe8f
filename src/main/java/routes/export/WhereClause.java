package routes.export;

import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;

/**
 * A caller's condition, read, checked and written anew: columns in the spelling of the allow-list, values as parameters
 * of their column's type. Nothing that the caller wrote is in the SQL.
 *
 * <p>Allowed are {@code =}, {@code <>}, {@code !=}, {@code <}, {@code <=}, {@code >}, {@code >=} of a column and a value,
 * {@code [NOT] IN}, {@code [NOT] BETWEEN}, {@code [NOT] LIKE … [ESCAPE …]}, {@code IS [NOT] NULL}, boolean columns,
 * {@code AND}, {@code OR}, {@code NOT} and parentheses; {@code lower}, {@code upper} and {@code length} of a column that
 * holds text; values {@code 'text'}, {@code -1.5}, {@code 1e3}, {@code TRUE}, {@code DATE '…'}, {@code TIMESTAMP '…'}.
 */
final class WhereClause {
    /** As the caller spells it. */
    static final String FIELD = "where_clause";

    private WhereClause() {}

    /**
     * Reads the whole text as one condition.
     *
     * @throws Refusal forbidden for a column that the table does not offer, else a bad request; names no value
     */
    static Condition parse(String text, ExportTable table) {
        ClauseText clause = ClauseReader.read(text);
        return ClauseRendering.of(tree(clause), clause, table);
    }

    /**
     * Beware: {@code CCJSqlParserUtil} would start a thread for each clause, and a clause that it gives up after its
     * time-out goes on in that thread. Beware, too, of the parser's complex mode, its default: four parentheses around an
     * unfinished comparison keep it busy for minutes. The simple mode knows all that is allowed here.
     */
    private static Expression tree(ClauseText clause) {
        CCJSqlParser parser = new CCJSqlParser(new StringProvider(clause.skeleton())).withAllowComplexParsing(false);
        try {
            Expression tree = parser.Expression();
            Token behind = parser.getNextToken();
            if (behind.kind != CCJSqlParserConstants.EOF) {
                throw notUnderstood(clause.place(behind.beginLine));
            }
            return tree;
        } catch (ParseException e) {
            throw notUnderstood(clause.place(e.currentToken == null ? 1 : e.currentToken.next.beginLine));
        } catch (TokenMgrException e) {
            throw notUnderstood(1);
        }
    }

    private static Refusal notUnderstood(int place) {
        return ClauseReader.refused("is not understood at character " + place
                + ", expected comparisons of a column and a value, joined by AND, OR, NOT and parentheses");
    }
}
