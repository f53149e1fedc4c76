package dev.countersign.starlark.syntax;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of tokens, each with how it is spelled or called in a message.
enum Kind {
    NEWLINE("newline"), INDENT("indent"), OUTDENT("outdent"), EOF("end of file"),
    IDENTIFIER("identifier"), INT("int literal"), FLOAT("float literal"), STRING("string literal"), BYTES("bytes literal"),

    PLUS("+"), MINUS("-"), STAR("*"), SLASH("/"), SLASH_SLASH("//"), PERCENT("%"), STAR_STAR("**"), TILDE("~"), AMPERSAND("&"),
    PIPE("|"), CARET("^"), SHIFT_LEFT("<<"), SHIFT_RIGHT(">>"), DOT("."), COMMA(","), EQUALS("="), SEMICOLON(";"), COLON(":"),
    LEFT_PAREN("("), RIGHT_PAREN(")"), LEFT_BRACKET("["), RIGHT_BRACKET("]"), LEFT_BRACE("{"), RIGHT_BRACE("}"),
    LESS("<"), GREATER(">"), GREATER_EQUAL(">="), LESS_EQUAL("<="), EQUAL_EQUAL("=="), NOT_EQUAL("!="),
    PLUS_EQUALS("+="), MINUS_EQUALS("-="), STAR_EQUALS("*="), SLASH_EQUALS("/="), SLASH_SLASH_EQUALS("//="), PERCENT_EQUALS("%="),
    AMPERSAND_EQUALS("&="), PIPE_EQUALS("|="), CARET_EQUALS("^="), SHIFT_LEFT_EQUALS("<<="), SHIFT_RIGHT_EQUALS(">>="),

    AND("and"), BREAK("break"), CONTINUE("continue"), DEF("def"), ELIF("elif"), ELSE("else"), FOR("for"), IF("if"), IN("in"),
    LAMBDA("lambda"), LOAD("load"), NOT("not"), OR("or"), PASS("pass"), RETURN("return"),
    RESERVED("reserved word");

    private static final Map<String, Kind> KEYWORDS = Arrays.stream(values())
            .filter(kind -> kind.ordinal() >= AND.ordinal() && kind != RESERVED)
            .collect(Collectors.toUnmodifiableMap(kind -> kind.spelling, Function.identity()));

    private static final java.util.Set<String> RESERVED_WORDS = java.util.Set.of("as", "assert", "async", "await", "class", "del",
            "except", "finally", "from", "global", "import", "is", "nonlocal", "raise", "try", "while", "with", "yield");

    final String spelling;

    Kind(String spelling) {
        this.spelling = spelling;
    }

    /// The keyword, reserved word or plain identifier that `word` is.
    static Kind ofWord(String word) {
        return RESERVED_WORDS.contains(word) ? RESERVED : KEYWORDS.getOrDefault(word, IDENTIFIER);
    }

    /// The binary operator of an augmented assignment.
    Optional<Operator> augmented() {
        return ordinal() >= PLUS_EQUALS.ordinal() && ordinal() <= SHIFT_RIGHT_EQUALS.ordinal()
                ? Operator.spelled(spelling.substring(0, spelling.length() - 1)) : Optional.empty();
    }

    /// As shown in a message: punctuation in quotes, words without.
    String shown() {
        return ordinal() >= PLUS.ordinal() && ordinal() < AND.ordinal() ? "'" + spelling + "'" : spelling;
    }
}
