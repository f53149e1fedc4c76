package dev.countersign.starlark.syntax;

import java.util.Arrays;
import java.util.Optional;

/// Binary operators, with their precedence: a higher one binds tighter.
public enum Operator {
    OR("or", 0), AND("and", 1),
    EQUAL("==", 2), NOT_EQUAL("!=", 2), LESS("<", 2), GREATER(">", 2), LESS_EQUAL("<=", 2), GREATER_EQUAL(">=", 2), IN("in", 2),
    NOT_IN("not in", 2),
    BIT_OR("|", 3), BIT_XOR("^", 4), BIT_AND("&", 5), SHIFT_LEFT("<<", 6), SHIFT_RIGHT(">>", 6),
    PLUS("+", 7), MINUS("-", 7), TIMES("*", 8), PERCENT("%", 8), DIVIDE("/", 8), FLOOR_DIVIDE("//", 8);

    static final int COMPARISON = 2;
    static final int TIGHTEST = 8;

    private final String spelling;
    final int precedence;

    Operator(String spelling, int precedence) {
        this.spelling = spelling;
        this.precedence = precedence;
    }

    static Optional<Operator> spelled(String text) {
        return Arrays.stream(values()).filter(operator -> operator.spelling.equals(text)).findFirst();
    }

    /// As it is written in a program.
    public String spelling() {
        return spelling;
    }
}
