package dev.countersign.verify.syntax;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;
import org.treesitter.TSTreeCursor;

/// The names that one declaration introduces, by its grammar, one way for all languages: what stands in a field `name`, and the identifiers
/// within its declarators; nothing of its types, values, parameters and bodies.
final class DeclaredNames {
    private static final Set<String> NAMED = Set.of("name", "alias", "property", "key");
    private static final Set<String> SKIPPED = Set.of("value", "parameters", "return_type", "returns", "result", "superclass", "superclasses", "body", "arguments",
            "type_parameters", "trait", "bounds", "interfaces", "condition", "default_value", "source", "argument", "size", "right", "object", "extend",
            "derive", "constraint", "decorator", "receiver");
    private static final Pattern OTHERS = Pattern.compile(".*(parameter|argument|annotation|attribute|decorator|modifier|string|heritage|extends|delegation|comment"
            + "|inheritance|user_type|generic_type|base_list|primitive_type|predefined_type|accessor|literal|visibility|base_class).*");
    private static final Set<String> WITH_MEMBERS = Set.of("struct_specifier", "union_specifier", "enum_specifier", "class_specifier");
    /// They hold declarations, and their name is of something else.
    private static final Set<String> UNNAMED = Set.of("preproc_ifdef", "preproc_if", "preproc_else", "preproc_elif", "linkage_specification");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$@~?!=-]+((\\.|::|#|\\\\)[\\p{L}\\p{N}_$@~?!=-]+)*");

    /// `(s *Sum[T])`
    private static final Pattern RECEIVER = Pattern.compile("([\\p{L}\\p{N}_]+)\\s*(\\[[^]]*])?\\s*\\)$");

    private final Grammar.Places text;
    private final End end;

    /// Where a declaration's own names end.
    interface End {
        boolean is(TSNode parent, @Nullable String field, TSNode node);
    }

    DeclaredNames(Grammar.Places text, End end) {
        this.text = text;
        this.end = end;
    }

    /// In the order of the text, the parts of one name with dots between. Empty where the declaration has no name.
    Set<String> of(TSNode declaration) {
        var found = new LinkedHashSet<String>();
        if (UNNAMED.contains(declaration.getType())) {
            return found;
        }
        if (isIdentifier(declaration.getType())) {
            add(text(declaration), found);
            return found;
        }
        try (var cursor = new TSTreeCursor(declaration)) {
            descend(cursor, declaration, false, found);
        }
        TSNode receiver = declaration.getChildByFieldName("receiver");
        return receiver.isNull() || found.isEmpty() ? found : Set.of(type(receiver) + found.getFirst());
    }

    /// The type that a method of Go belongs to, with a dot behind.
    private String type(TSNode receiver) {
        Matcher last = RECEIVER.matcher(text(receiver));
        return last.find() ? last.group(1) + "." : "";
    }

    /// @param bound whether an identifier that stands here by itself is what is declared
    private void descend(TSTreeCursor cursor, TSNode parent, boolean bound, Set<String> found) {
        if (!cursor.gotoFirstChild()) {
            return;
        }
        do {
            TSNode node = cursor.currentNode();
            String field = cursor.currentFieldName();
            String type = node.getType();
            if ("type".equals(field)) {
                type(parent, node, cursor, found);
                continue;
            }
            if (type.equals("assignment_expression") && "object".equals(node.getChildByFieldName("right").getType())
                    && text(node.getChildByFieldName("left")).endsWith("exports")) {
                keys(node.getChildByFieldName("right"), found);
                continue;
            }
            if (!node.isNamed() || OTHERS.matcher(type).matches() || field != null && SKIPPED.contains(field) || end.is(parent, field, node)) {
                continue;
            }
            if (field != null && NAMED.contains(field)) {
                add(text(node), found);
            } else if (isIdentifier(type)) {
                if (bound || field != null && Set.of("declarator", "left", "pattern").contains(field) || field == null && isFirstOf(parent, found)) {
                    add(text(node), found);
                }
            } else {
                descend(cursor, node, field == null ? bound : field.equals("declarator") || field.equals("left") || field.equals("pattern"), found);
            }
        } while (cursor.gotoNextSibling());
        cursor.gotoParent();
    }

    /// What `module.exports = { a, b: 1, c() {} }` gives away.
    private void keys(TSNode object, Set<String> found) {
        for (int i = 0; i < object.getNamedChildCount(); i++) {
            TSNode each = object.getNamedChild(i);
            TSNode key = each.getType().equals("pair") ? each.getChildByFieldName("key") : each.getType().equals("method_definition")
                    ? each.getChildByFieldName("name") : each;
            if (isIdentifier(key.getType())) {
                add(text(key), found);
            }
        }
    }

    /// A type has a name of its own where its members are written here, and it is the name of what Rust implements.
    private void type(TSNode parent, TSNode node, TSTreeCursor cursor, Set<String> found) {
        if (parent.getType().equals("impl_item")) {
            add(text(node).replaceAll("<.*", ""), found);
        } else if (WITH_MEMBERS.contains(node.getType()) && !node.getChildByFieldName("body").isNull()) {
            descend(cursor, node, false, found);
        }
    }

    /// Kotlin's grammar has no fields: there the first identifier is the name.
    private static boolean isFirstOf(TSNode parent, Set<String> found) {
        String type = parent.getType();
        return found.isEmpty() && (type.endsWith("_declaration") || type.equals("enum_entry") || type.equals("type_alias")
                || type.equals("class_parameter"))
                || type.equals("class_selector") || type.equals("id_selector") || type.equals("const_element") || type.equals("enum_member_declaration");
    }

    private static boolean isIdentifier(String type) {
        return type.endsWith("identifier") || type.equals("name") || type.equals("variable_name") || type.equals("constant") || type.equals("class_name")
                || type.equals("id_name");
    }

    private void add(String words, Set<String> found) {
        String name = words.strip();
        if (name.startsWith("$")) {
            name = name.substring(1);
        }
        if (NAME.matcher(name).matches()) {
            found.add(name.replaceAll("::|#|\\\\", "."));
        }
    }

    private String text(TSNode node) {
        return text.text(node.getStartByte(), node.getEndByte());
    }
}
