package dev.countersign.verify.syntax;

import dev.countersign.verify.Signature;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.treesitter.TSNode;
import org.treesitter.TSTreeCursor;

/// The declarations of a file by its grammar, one way for all languages: what stands in a container (a file, the body of a class) is a
/// declaration of its own; comments, bodies of functions, statements and what the language marks as private are left out. Where that can't
/// be told, a part stays in: a signature that moves without need is looked at once more, one that does not move misleads.
final class GrammarSignature {
    private static final Set<String> CONTAINERS = Set.of("program", "module", "source_file", "translation_unit", "compilation_unit", "stylesheet",
            "class_body", "interface_body", "object_type", "declaration_list", "field_declaration_list", "ordered_field_declaration_list",
            "template_body", "enum_body", "enum_class_body", "enum_variant_list", "enum_member_declaration_list", "enumerator_list", "body_statement",
            "protocol_body", "interface_type", "enum_declaration_list", "const_declaration_list", "preproc_ifdef", "preproc_if",
            "preproc_else", "preproc_elif", "linkage_specification", "primary_constructor");
    /// Where they stand they are the body of a function, however the grammar calls the field.
    private static final Set<String> BODIES = Set.of("function_body", "code_block", "constructor_body", "compound_statement", "arrow_expression_clause",
            "computed_property", "field_initializer_list", "anonymous_initializer", "static_block", "class_static_block");
    private static final Pattern FUNCTION = Pattern.compile(".*(function|method|constructor|destructor|closure|lambda|func_literal|init_declaration|deinit"
            + "|accessor|getter|setter|subscript|operator|do_block).*");
    private static final Set<String> STATEMENTS = Set.of("import_statement", "import_declaration", "import_from_statement", "future_import_statement",
            "preproc_include", "using_directive", "import_header", "import_list", "namespace_use_declaration", "package_header", "command", "call",
            "pipeline", "list", "if", "unless", "while", "for", "case", "begin", "call_expression", "global_statement", "empty_statement", "shebang",
            "hash_bang_line", "php_tag", "text", "text_interpolation", "import");
    private static final Set<String> RUST = Set.of("function_item", "struct_item", "enum_item", "union_item", "const_item", "static_item", "type_item",
            "trait_item", "mod_item", "use_declaration", "field_declaration", "extern_crate_declaration");
    private static final Pattern HIDDEN = Pattern.compile("private|fileprivate|private\\[this]");
    private static final Pattern EXPORTS = Pattern.compile("(?s)(module\\s*\\.\\s*)?exports\\b.*");
    private static final Set<String> KEYWORDS = Set.of("function", "class", "const", "let", "var", "async", "default", "export", "type", "interface");
    private static final Pattern WORD = Pattern.compile("[\\w$]+");

    private final Grammar.Places text;
    private final String kind;
    private final List<String> lines = new ArrayList<>();
    /// Names that the file exports apart from their declaration; empty where it exports nothing so, or is no module of JavaScript.
    private final Set<String> exported = new HashSet<>();
    private final Set<String> symbols = new HashSet<>();
    private final DeclaredNames names;
    private boolean exportsByWord;

    private GrammarSignature(Grammar.Places text, WorkspacePath path) {
        this.text = text;
        this.kind = path.extension();
        this.names = new DeclaredNames(text, GrammarSignature::isEnd);
    }

    /// Empty where the file does not parse.
    static Optional<Declared> of(TSNode root, Grammar.Places text, WorkspacePath path) {
        if (root.hasError()) {
            return Optional.empty();
        }
        var signature = new GrammarSignature(text, path);
        signature.findExports(root);
        try (var cursor = new TSTreeCursor(root)) {
            signature.children(cursor, root, "", "", new StringBuilder());
        }
        return Optional.of(new Declared(new Signature(signature.lines, true), signature.symbols));
    }

    private boolean isScript() {
        return Set.of("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx").contains(kind);
    }

    private void findExports(TSNode root) {
        for (int i = 0; isScript() && i < root.getNamedChildCount(); i++) {
            TSNode child = root.getNamedChild(i);
            String words = child.getType().equals("export_statement") && child.getChildByFieldName("declaration").isNull() ? text(child)
                    : child.getType().equals("expression_statement") && EXPORTS.matcher(text(child)).matches() ? text(child) : "";
            WORD.matcher(words).results().map(MatchResult::group).filter(word -> !KEYWORDS.contains(word)).forEach(exported::add);
            exportsByWord |= child.getType().equals("export_statement") || !words.isEmpty();
        }
    }

    /// Adds the tokens of what is below to `line`; of a container each child is a line of its own, after what stood before it.
    ///
    /// @param owner the name of the declaration around, with a dot behind
    private void children(TSTreeCursor cursor, TSNode parent, String around, String owner, StringBuilder line) {
        String type = parent.getType();
        boolean container = isContainer(parent);
        String within = container ? around + line.toString().strip() : around;
        if (isWord(type) || !cursor.gotoFirstChild()) {
            line.append(text(parent).strip().replaceAll("\\s+", " ")).append(' ');
            return;
        }
        do {
            TSNode node = cursor.currentNode();
            String field = cursor.currentFieldName();
            if (node.isExtra() && !node.isNamed() || node.getType().contains("comment") || isBody(type, field, node.getType())) {
                continue;
            }
            if (!container) {
                children(cursor, node, around, owner, line);
            } else if (node.isNamed() && !isLeftOut(node, parent)) {
                var own = new StringBuilder();
                Set<String> here = names.of(node);
                if (!node.getType().equals("impl_item")) {
                    here.forEach(name -> symbols.add(owner + name));
                }
                children(cursor, node, within.isEmpty() ? "" : within + ": ", here.isEmpty() ? owner : owner + here.iterator().next() + ".", own);
                if (!own.toString().isBlank()) {
                    lines.add((within.isEmpty() ? "" : within + ": ") + own.toString().strip());
                }
            }
        } while (cursor.gotoNextSibling());
        cursor.gotoParent();
    }

    private static boolean isContainer(TSNode node) {
        String type = node.getType();
        // Ruby calls `module M` what others call the whole file.
        return CONTAINERS.contains(type) && !(type.equals("module") && !node.getParent().isNull()) || type.equals("block") && node.getParent().getType().equals("class_definition")
                || isOfNamespace(node);
    }

    /// What stands in a namespace or module of TypeScript.
    private static boolean isOfNamespace(TSNode node) {
        return node.getType().equals("statement_block") && isNamespace(node.getParent());
    }

    private static boolean isNamespace(TSNode node) {
        return node.getType().equals("internal_module") || node.getType().equals("module");
    }

    /// Where all is declared that stands there, exported or not.
    private static boolean isAmbient(TSNode namespace) {
        boolean ambient = false;
        for (TSNode around = namespace; !ambient && !around.isNull(); around = around.getParent()) {
            ambient = around.getType().equals("ambient_declaration");
        }
        return ambient;
    }

    /// Where the names of one declaration end: in a body, or where other declarations stand.
    private static boolean isEnd(TSNode parent, @org.jspecify.annotations.Nullable String field, TSNode node) {
        return isContainer(node) || isBody(parent.getType(), field, node.getType());
    }

    /// What a grammar may take apart without naming all of its text.
    private static boolean isWord(String type) {
        return type.contains("string") || type.endsWith("literal") && !type.startsWith("func") && !type.startsWith("composite");
    }

    private static boolean isBody(String parent, @org.jspecify.annotations.Nullable String field, String type) {
        return BODIES.contains(type) || "body".equals(field) && FUNCTION.matcher(parent).matches();
    }

    private boolean isLeftOut(TSNode node, TSNode container) {
        String type = node.getType();
        if (STATEMENTS.contains(type)) {
            return true;
        }
        if (type.endsWith("_statement") && !type.equals("export_statement") && !CONTAINERS.contains(type) && !isDeclaring(node, type) || isHidden(node)) {
            return true;
        }
        return switch (kind) {
            case "py", "pyi", "pyw" -> isInner(name(node));
            case "rs" -> RUST.contains(type) && !isVisible(node) && !isOfTrait(container);
            case "c" -> has(node, "storage_class_specifier", "static");
            case "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx" -> text(node).startsWith("#")
                    || exportsByWord && container.getType().equals("program") && !type.equals("export_statement") && !isExported(node)
                    || isOfNamespace(container) && !type.equals("export_statement") && !isAmbient(container);
            case "kt", "kts" -> type.equals("class_parameter") && !has(node, "binding_pattern_kind", "");
            default -> false;
        };
    }

    /// A statement that declares a name: `X = 1` in Python, `module.exports = …` in JavaScript.
    private boolean isDeclaring(TSNode node, String type) {
        if (!type.equals("expression_statement") || node.getNamedChildCount() == 0) {
            return false;
        }
        TSNode inner = node.getNamedChild(0);
        return isScript() ? isNamespace(inner) || EXPORTS.matcher(text(node)).matches()
                : inner.getType().equals("assignment") && !isInner(text(inner.getNamedChild(0)));
    }

    private boolean isExported(TSNode node) {
        String head = text(node).split("[({=]", 2)[0];
        return node.getType().equals("expression_statement") && !isNamespace(node.getNamedChild(0)) || WORD.matcher(head).results().anyMatch(word -> exported.contains(word.group()));
    }

    private String name(TSNode node) {
        TSNode named = node.getType().equals("decorated_definition") ? node.getChildByFieldName("definition") : node;
        TSNode name = named.isNull() ? named : named.getChildByFieldName("name");
        return name.isNull() ? "" : text(name);
    }

    private static boolean isInner(String name) {
        return name.startsWith("_") && !(name.startsWith("__") && name.endsWith("__"));
    }

    private boolean isHidden(TSNode node) {
        for (int i = 0; i < Math.min(8, node.getChildCount()); i++) {
            TSNode child = node.getChild(i);
            if (child.getEndByte() - child.getStartByte() > 200) {
                continue;
            }
            String words = text(child);
            if ((child.getType().contains("modifier") || child.getType().equals("private"))
                    && Arrays.stream(words.split("\\s+")).anyMatch(word -> HIDDEN.matcher(word).matches())) {
                return true;
            }
        }
        return false;
    }

    private boolean isVisible(TSNode node) {
        return has(node, "visibility_modifier", "");
    }

    private boolean has(TSNode node, String type, String words) {
        for (int i = 0; i < Math.min(6, node.getChildCount()); i++) {
            if (node.getChild(i).getType().equals(type) && (words.isEmpty() || text(node.getChild(i)).equals(words))) {
                return true;
            }
        }
        return false;
    }

    /// All of a trait, and of what implements one, can be called.
    private static boolean isOfTrait(TSNode container) {
        TSNode owner = container.getParent();
        return !owner.isNull() && (owner.getType().equals("trait_item") || owner.getType().equals("enum_variant")
                || owner.getType().equals("impl_item") && !owner.getChildByFieldName("trait").isNull());
    }

    private String text(TSNode node) {
        return text.text(node.getStartByte(), node.getEndByte());
    }
}
