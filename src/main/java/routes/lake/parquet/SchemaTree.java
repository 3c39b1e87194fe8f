package routes.lake.parquet;

import java.util.ArrayList;
import java.util.List;
import routes.lake.parquet.ParquetColumn.Kind;

/** Turns the elements of a schema, a tree in depth-first order, into columns. */
final class SchemaTree {
    static final int REQUIRED = 0;
    static final int OPTIONAL = 1;
    static final int REPEATED = 2;
    private static final int DEEPEST = 32;

    private final List<Element> elements;
    private int at;
    private int leafCount;

    private SchemaTree(List<Element> elements) {
        this.elements = elements;
    }

    /** One element as stored; {@code physical} is -1 for a group. */
    static final class Element {
        int physical = -1;
        int repetition = REQUIRED;
        String name = "";
        int children;
        int converted = -1;
        /** The field id of the logical type's variant; 0 for none. */
        int logical;
        /** Of a number: whether it is signed. Of a timestamp: whether it is in UTC. */
        boolean flag = true;

        int bits;
        long nanos;
    }

    private record Node(Element element, List<Node> children) {

        boolean is(int repetition) {
            return element.repetition == repetition;
        }
    }

    static List<Shape> shapes(List<Element> elements) {
        SchemaTree tree = new SchemaTree(elements);
        if (elements.isEmpty()) {
            throw new UnreadableParquet("footer has no schema, expected one");
        }
        Node root = tree.node(0);
        if (tree.at != elements.size() || root.children.isEmpty()) {
            throw new UnreadableParquet("footer has a schema that is no tree, expected one of " + elements.size());
        }
        List<Shape> shapes = new ArrayList<>();
        for (Node node : root.children) {
            if (node.element.name.isEmpty()) {
                throw new UnreadableParquet("footer has a column without a name, expected one");
            }
            shapes.add(tree.shape(node));
        }
        return List.copyOf(shapes);
    }

    private Node node(int depth) {
        if (at >= elements.size() || depth > DEEPEST) {
            throw new UnreadableParquet("footer has a schema that is no tree, expected one of " + elements.size());
        }
        Element element = elements.get(at++);
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < element.children; i++) {
            children.add(node(depth + 1));
        }
        return new Node(element, children);
    }

    private Shape shape(Node node) {
        int first = leafCount;
        List<Leaf> leaves = new ArrayList<>();
        leaves(node, List.of(), 0, 0, leaves);
        leafCount += leaves.size();
        Kind kind = kind(node);
        long nanos = timestamp(node) ? node.element.nanos : 0;
        ParquetColumn column = new ParquetColumn(node.element.name, kind, node.is(REQUIRED));
        return new Shape(column, kind == Kind.OTHER ? type(node) : kind.name(), nanos, first, List.copyOf(leaves));
    }

    private void leaves(Node node, List<String> above, int definition, int repetition, List<Leaf> into) {
        List<String> path = new ArrayList<>(above);
        path.add(node.element.name);
        int defined = definition + (node.is(REQUIRED) ? 0 : 1);
        int repeated = repetition + (node.is(REPEATED) ? 1 : 0);
        if (node.element.physical >= 0) {
            into.add(new Leaf(List.copyOf(path), node.element.physical, defined, repeated));
        }
        for (Node child : node.children) {
            leaves(child, path, defined, repeated, into);
        }
    }

    private static Kind kind(Node node) {
        if (node.is(REPEATED)) {
            return Kind.OTHER;
        }
        return node.element.physical >= 0 ? flatKind(node) : nestedKind(node);
    }

    private static Kind flatKind(Node node) {
        Element element = node.element;
        boolean bare = element.logical == 0 && element.converted < 0;
        return switch (element.physical) {
            case Leaf.BOOLEAN -> Kind.TRUTH;
            case Leaf.INT32 -> bare || signed(element) ? Kind.INTEGER : Kind.OTHER;
            case Leaf.INT64 -> {
                if (timestamp(node)) {
                    yield element.nanos == Shape.MILLI
                            ? Kind.MILLIS
                            : element.nanos == Shape.MICRO ? Kind.MICROS : Kind.OTHER;
                }
                yield bare || signed(element) ? Kind.LONG : Kind.OTHER;
            }
            case Leaf.DOUBLE -> Kind.REAL;
            case Leaf.BYTE_ARRAY -> text(element) ? Kind.TEXT : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /** A list of numbers in three levels, or a map of texts. */
    private static Kind nestedKind(Node node) {
        Element element = node.element;
        boolean list = element.logical == 3 || element.converted == 3;
        boolean map = element.logical == 2 || element.converted == 1 || element.converted == 2;
        if (node.children.size() != 1 || !node.children.get(0).is(REPEATED)) {
            return Kind.OTHER;
        }
        List<Node> inner = node.children.get(0).children;
        if (list && inner.size() == 1 && !inner.get(0).is(REPEATED) && inner.get(0).element.physical == Leaf.INT32) {
            return flatKind(inner.get(0)) == Kind.INTEGER ? Kind.INTEGERS : Kind.OTHER;
        }
        boolean texts = map
                && inner.size() == 2
                && inner.get(0).is(REQUIRED)
                && inner.stream().allMatch(side -> !side.is(REPEATED) && side.element.physical == Leaf.BYTE_ARRAY)
                && inner.stream().allMatch(side -> text(side.element));
        return texts ? Kind.TEXTS : Kind.OTHER;
    }

    private static boolean signed(Element element) {
        return element.logical == 10
                ? element.flag
                : element.logical == 0 && element.converted >= 15 && element.converted <= 18;
    }

    private static boolean text(Element element) {
        return element.logical == 1 || element.logical == 0 && element.converted == 0;
    }

    private static boolean timestamp(Node node) {
        Element element = node.element;
        if (element.physical != Leaf.INT64) {
            return false;
        }
        if (element.logical == 0 && (element.converted == 9 || element.converted == 10)) {
            element.nanos = element.converted == 9 ? Shape.MILLI : Shape.MICRO;
            return true;
        }
        return element.logical == 8 && element.flag && element.nanos > 0;
    }

    private static String type(Node node) {
        Element element = node.element;
        if (element.physical < 0) {
            return "a group of " + node.children.size();
        }
        String name = (node.is(REPEATED) ? "repeated " : "") + Leaf.physical(element.physical);
        if (element.logical == 8) {
            return name + " (timestamp of " + element.nanos + " ns" + (element.flag ? "" : " without a zone") + ")";
        }
        if (element.logical != 0) {
            return name + " (logical type " + element.logical + ")";
        }
        return element.converted >= 0 ? name + " (converted type " + element.converted + ")" : name;
    }
}
