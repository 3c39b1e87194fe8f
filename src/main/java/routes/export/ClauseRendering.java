package routes.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;

/**
 * Writes a tree as SQL, by an allow-list of its nodes. The options that the parser's nodes have beside their operands
 * (hints, Oracle's joins, {@code LIKE BINARY}) need no look: the skeleton has no words to ask for them.
 */
final class ClauseRendering {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Pattern INDEX = Pattern.compile("\"?(\\d{1,4})\"?");

    private final ClauseText clause;
    private final ExportTable table;
    private final StringBuilder sql = new StringBuilder();
    private final List<String> parameters = new ArrayList<>();

    private ClauseRendering(ClauseText clause, ExportTable table) {
        this.clause = clause;
        this.table = table;
    }

    /**
     * The condition that a tree stands for.
     *
     * @param clause whose skeleton the tree was made of
     * @throws Refusal when there is anything else than columns of the table, values of their types, and conditions
     */
    static Condition of(Expression tree, ClauseText clause, ExportTable table) {
        ClauseRendering rendering = new ClauseRendering(clause, table);
        rendering.condition(tree);
        return new Condition(rendering.sql.toString(), rendering.parameters);
    }

    private void condition(Expression wrapped) {
        Expression node = unwrapped(wrapped);
        if (node instanceof AndExpression) {
            joined(node, AndExpression.class, " AND ");
        } else if (node instanceof OrExpression) {
            joined(node, OrExpression.class, " OR ");
        } else if (node instanceof NotExpression not && !not.isExclamationMark()) {
            sql.append("NOT (");
            condition(not.getExpression());
            sql.append(')');
        } else if (node instanceof ComparisonOperator comparison) {
            comparison(comparison);
        } else if (node instanceof InExpression in) {
            in(in);
        } else if (node instanceof Between between) {
            between(between);
        } else if (node instanceof LikeExpression like) {
            like(like);
        } else if (node instanceof IsNullExpression isNull) {
            sql.append(subject(isNull.getLeftExpression()).sql()).append(isNull.isNot() ? " IS NOT NULL" : " IS NULL");
        } else {
            alone(node);
        }
    }

    /** In one pair of parentheses, however many there are: the parser nests a hundred ORs in each other. */
    private void joined(Expression node, Class<? extends BinaryExpression> type, String word) {
        Deque<Expression> operands = new ArrayDeque<>();
        Expression rest = node;
        while (type.isInstance(rest)) {
            BinaryExpression pair = type.cast(rest);
            operands.push(pair.getRightExpression());
            rest = pair.getLeftExpression();
        }
        operands.push(rest);
        sql.append('(');
        condition(operands.pop());
        while (!operands.isEmpty()) {
            sql.append(word);
            condition(operands.pop());
        }
        sql.append(')');
    }

    private void comparison(ComparisonOperator node) {
        String sign = node.getStringExpression();
        if (!COMPARISONS.contains(sign)) {
            throw other();
        }
        Expression left = unwrapped(node.getLeftExpression());
        if (left instanceof StringValue value) {
            Subject subject = subject(node.getRightExpression());
            value(value, subject);
            sql.append(' ').append(sign).append(' ').append(subject.sql());
        } else {
            Subject subject = subject(left);
            sql.append(subject.sql()).append(' ').append(sign).append(' ');
            value(node.getRightExpression(), subject);
        }
    }

    private void in(InExpression node) {
        Subject subject = subject(node.getLeftExpression());
        if (!(node.getRightExpression() instanceof ParenthesedExpressionList<?> values) || values.isEmpty()) {
            throw other();
        }
        sql.append(subject.sql()).append(node.isNot() ? " NOT IN (" : " IN (");
        for (int i = 0; i < values.size(); i++) {
            sql.append(i == 0 ? "" : ", ");
            value(values.get(i), subject);
        }
        sql.append(')');
    }

    private void between(Between node) {
        Subject subject = subject(node.getLeftExpression());
        sql.append(subject.sql()).append(node.isNot() ? " NOT BETWEEN " : " BETWEEN ");
        value(node.getBetweenExpressionStart(), subject);
        sql.append(" AND ");
        value(node.getBetweenExpressionEnd(), subject);
    }

    private void like(LikeExpression node) {
        Subject subject = subject(node.getLeftExpression());
        if (!subject.is(ColumnType.Kind.TEXT)) {
            throw ClauseReader.refused("has LIKE on column " + subject.name() + " of type " + subject.type()
                    + ", expected a column of text");
        }
        sql.append(subject.sql()).append(node.isNot() ? " NOT LIKE " : " LIKE ");
        Literal pattern = value(node.getRightExpression(), subject);
        if (node.getEscape() != null) {
            sql.append(" ESCAPE ");
            LikePattern.check(pattern, value(node.getEscape(), subject));
        }
    }

    private void alone(Expression node) {
        Subject subject = subject(node);
        if (!subject.is(ColumnType.Kind.BOOLEAN)) {
            throw ClauseReader.refused("has column " + subject.name() + " of type " + subject.type()
                    + " alone, expected a comparison or a boolean column");
        }
        sql.append(subject.sql());
    }

    private Subject subject(Expression wrapped) {
        Expression node = unwrapped(wrapped);
        if (node instanceof Column column) {
            return named(operand(column.getFullyQualifiedName(), Operand.Name.class));
        }
        if (node instanceof Function function && Subject.FUNCTIONS.contains(function.getName())) {
            ExpressionList<?> arguments = function.getParameters();
            if (arguments != null && arguments.size() == 1 && arguments.get(0) instanceof Column column) {
                Subject argument = named(operand(column.getFullyQualifiedName(), Operand.Name.class));
                if (argument.is(ColumnType.Kind.TEXT)) {
                    return argument.in(function.getName());
                }
            }
            throw ClauseReader.refused("calls a function of something else than one column of text");
        }
        throw other();
    }

    private Subject named(Operand.Name name) {
        return table.column(name.spelled())
                .map(Subject::of)
                .orElseThrow(() -> Refusal.forbidden(
                        WhereClause.FIELD,
                        "names a column at character " + name.at() + " that table '" + table.name()
                                + "' does not offer"));
    }

    /** Writes a value as one of the subject's type, and keeps it as a parameter. */
    private Literal value(Expression wrapped, Subject subject) {
        if (!(unwrapped(wrapped) instanceof StringValue value)) {
            throw other();
        }
        Literal literal = operand(value.getValue(), Literal.class);
        TypedLiteral typed = TypedLiteral.of(literal, subject.type())
                .orElseThrow(() -> ClauseReader.refused("compares column " + subject.name()
                        + " with a value at character " + literal.at() + ", expected one of type " + subject.type()));
        if (typed.parameter().length() > Condition.LONGEST_PARAMETER) {
            throw ClauseReader.refused("has a text at character " + literal.at() + " that is longer than the "
                    + Condition.LONGEST_PARAMETER + " characters that Athena takes, with its quotes");
        }
        sql.append(typed.sql());
        parameters.add(typed.parameter());
        return literal;
    }

    private <T extends Operand> T operand(String index, Class<T> type) {
        Matcher digits = INDEX.matcher(index);
        Operand operand = digits.matches() ? clause.operands().get(Integer.parseInt(digits.group(1))) : null;
        if (!type.isInstance(operand)) {
            throw other();
        }
        return type.cast(operand);
    }

    private static Expression unwrapped(Expression node) {
        Expression inner = node;
        while (inner instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            inner = list.get(0);
        }
        return inner;
    }

    private static Refusal other() {
        return ClauseReader.refused("compares something else than a column and values, expected for example"
                + " name = 'text', name IN (1, 2) or name IS NULL");
    }
}
