package dev.countersign.ui.review;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.text.Segment;
import org.fife.ui.rsyntaxtextarea.SyntaxConstants;
import org.fife.ui.rsyntaxtextarea.Token;
import org.fife.ui.rsyntaxtextarea.TokenMaker;
import org.fife.ui.rsyntaxtextarea.TokenMakerFactory;
import org.fife.ui.rsyntaxtextarea.TokenTypes;

/// Syntax colours of one text, by line. Making one reads the whole text (do that off the screen's thread) and keeps one number
/// per line: the lexer's state at its start. The tokens of a line are found when it is drawn.
///
/// A lexer, not a parser: good for colours, proof of nothing. [#spans] belongs to one thread.
final class Syntax {
    /// What a span of text is, as far as its colour goes.
    enum Ink { PLAIN, COMMENT, KEYWORD, STRING, NUMBER, FUNCTION, TYPE, ANNOTATION, TAG }

    /// Half-open UTF-16 columns of one line.
    record Span(int start, int end, Ink ink) {}

    /// Longer lines are minified text: colours there cost much and help nobody.
    private static final int LONGEST_LINE = 4_000;
    private static final int KEPT_LINES = 2_000;

    private final List<String> lines;
    private final int[] states;
    private final TokenMaker tokens;
    private final Map<Integer, List<Span>> known = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<Span>> eldest) {
            return size() > KEPT_LINES;
        }
    };

    private Syntax(List<String> lines, int[] states, TokenMaker tokens) {
        this.lines = lines;
        this.states = states;
        this.tokens = tokens;
    }

    /// Reads `lines` in a language that [#languageOf] named.
    static Syntax of(String language, List<String> lines) {
        TokenMaker maker = TokenMakerFactory.getDefaultInstance().getTokenMaker(language);
        var states = new int[lines.size()];
        int state = TokenTypes.NULL;
        for (int i = 0; i < states.length; i++) {
            states[i] = state;
            if (lines.get(i).length() <= LONGEST_LINE) {
                state = maker.getLastTokenTypeOnLine(segment(lines.get(i)), state);
            }
        }
        return new Syntax(lines, states, TokenMakerFactory.getDefaultInstance().getTokenMaker(language));
    }

    /// Spans of a line in order, without those that are plain.
    List<Span> spans(int line) {
        return known.computeIfAbsent(line, this::read);
    }

    private List<Span> read(int line) {
        String text = lines.get(line);
        if (text.isEmpty() || text.length() > LONGEST_LINE) {
            return List.of();
        }
        var spans = new ArrayList<Span>();
        Token token = tokens.getTokenList(segment(text), states[line], 0);
        for (; token != null && token.isPaintable(); token = token.getNextToken()) {
            Ink ink = ink(token.getType());
            int start = Math.clamp(token.getOffset(), 0, text.length());
            int end = Math.clamp(start + token.length(), start, text.length());
            if (ink != Ink.PLAIN && end > start) {
                spans.add(new Span(start, end, ink));
            }
        }
        return List.copyOf(spans);
    }

    private static Segment segment(String line) {
        return new Segment(line.toCharArray(), 0, line.length());
    }

    private static Ink ink(int type) {
        return switch (type) {
            case TokenTypes.COMMENT_EOL, TokenTypes.COMMENT_MULTILINE, TokenTypes.COMMENT_DOCUMENTATION,
                 TokenTypes.COMMENT_KEYWORD, TokenTypes.COMMENT_MARKUP, TokenTypes.MARKUP_COMMENT -> Ink.COMMENT;
            case TokenTypes.RESERVED_WORD, TokenTypes.RESERVED_WORD_2, TokenTypes.PREPROCESSOR,
                 TokenTypes.LITERAL_BOOLEAN -> Ink.KEYWORD;
            case TokenTypes.LITERAL_STRING_DOUBLE_QUOTE, TokenTypes.LITERAL_CHAR, TokenTypes.LITERAL_BACKQUOTE,
                 TokenTypes.MARKUP_TAG_ATTRIBUTE_VALUE, TokenTypes.REGEX, TokenTypes.ERROR_STRING_DOUBLE,
                 TokenTypes.ERROR_CHAR, TokenTypes.MARKUP_CDATA -> Ink.STRING;
            case TokenTypes.LITERAL_NUMBER_DECIMAL_INT, TokenTypes.LITERAL_NUMBER_FLOAT,
                 TokenTypes.LITERAL_NUMBER_HEXADECIMAL, TokenTypes.MARKUP_ENTITY_REFERENCE -> Ink.NUMBER;
            case TokenTypes.FUNCTION -> Ink.FUNCTION;
            case TokenTypes.DATA_TYPE, TokenTypes.MARKUP_TAG_ATTRIBUTE -> Ink.TYPE;
            case TokenTypes.ANNOTATION, TokenTypes.VARIABLE, TokenTypes.MARKUP_PROCESSING_INSTRUCTION,
                 TokenTypes.MARKUP_DTD -> Ink.ANNOTATION;
            case TokenTypes.MARKUP_TAG_NAME -> Ink.TAG;
            default -> Ink.PLAIN;
        };
    }

    /// The language of a file, told by its name, for [#of]; empty where there are no colours for it.
    static Optional<String> languageOf(WorkspacePath path) {
        String name = path.name();
        if (name.equals("Dockerfile") || name.startsWith("Dockerfile.")) {
            return Optional.of(SyntaxConstants.SYNTAX_STYLE_DOCKERFILE);
        }
        if (name.equals("Makefile")) {
            return Optional.of(SyntaxConstants.SYNTAX_STYLE_MAKEFILE);
        }
        return Optional.ofNullable(switch (path.extension()) {
            case "java" -> SyntaxConstants.SYNTAX_STYLE_JAVA;
            case "kt", "kts" -> SyntaxConstants.SYNTAX_STYLE_KOTLIN;
            case "groovy", "gradle" -> SyntaxConstants.SYNTAX_STYLE_GROOVY;
            case "scala", "sc" -> SyntaxConstants.SYNTAX_STYLE_SCALA;
            case "ts", "tsx", "mts", "cts" -> SyntaxConstants.SYNTAX_STYLE_TYPESCRIPT;
            case "js", "jsx", "mjs", "cjs" -> SyntaxConstants.SYNTAX_STYLE_JAVASCRIPT;
            case "json", "jsonl" -> SyntaxConstants.SYNTAX_STYLE_JSON;
            case "json5", "jsonc" -> SyntaxConstants.SYNTAX_STYLE_JSON_WITH_COMMENTS;
            case "py", "pyi", "star", "bzl" -> SyntaxConstants.SYNTAX_STYLE_PYTHON;
            case "rb" -> SyntaxConstants.SYNTAX_STYLE_RUBY;
            case "php" -> SyntaxConstants.SYNTAX_STYLE_PHP;
            case "go" -> SyntaxConstants.SYNTAX_STYLE_GO;
            case "rs" -> SyntaxConstants.SYNTAX_STYLE_RUST;
            case "c", "h" -> SyntaxConstants.SYNTAX_STYLE_C;
            case "cc", "cpp", "cxx", "hpp", "hh" -> SyntaxConstants.SYNTAX_STYLE_CPLUSPLUS;
            case "cs" -> SyntaxConstants.SYNTAX_STYLE_CSHARP;
            case "d" -> SyntaxConstants.SYNTAX_STYLE_D;
            case "dart" -> SyntaxConstants.SYNTAX_STYLE_DART;
            case "lua" -> SyntaxConstants.SYNTAX_STYLE_LUA;
            case "pl", "pm" -> SyntaxConstants.SYNTAX_STYLE_PERL;
            case "clj", "cljs", "edn" -> SyntaxConstants.SYNTAX_STYLE_CLOJURE;
            case "sh", "bash", "zsh" -> SyntaxConstants.SYNTAX_STYLE_UNIX_SHELL;
            case "bat", "cmd" -> SyntaxConstants.SYNTAX_STYLE_WINDOWS_BATCH;
            case "ps1", "psm1" -> SyntaxConstants.SYNTAX_STYLE_POWERSHELL;
            case "sql" -> SyntaxConstants.SYNTAX_STYLE_SQL;
            case "html", "htm", "vue", "svelte" -> SyntaxConstants.SYNTAX_STYLE_HTML;
            case "xml", "xsd", "xsl", "fxml", "svg", "pom" -> SyntaxConstants.SYNTAX_STYLE_XML;
            case "css", "scss" -> SyntaxConstants.SYNTAX_STYLE_CSS;
            case "less" -> SyntaxConstants.SYNTAX_STYLE_LESS;
            case "yml", "yaml" -> SyntaxConstants.SYNTAX_STYLE_YAML;
            case "properties" -> SyntaxConstants.SYNTAX_STYLE_PROPERTIES_FILE;
            case "ini", "cfg", "toml" -> SyntaxConstants.SYNTAX_STYLE_INI;
            case "md", "markdown" -> SyntaxConstants.SYNTAX_STYLE_MARKDOWN;
            case "proto" -> SyntaxConstants.SYNTAX_STYLE_PROTO;
            case "tex" -> SyntaxConstants.SYNTAX_STYLE_LATEX;
            case "csv" -> SyntaxConstants.SYNTAX_STYLE_CSV;
            default -> null;
        });
    }
}
