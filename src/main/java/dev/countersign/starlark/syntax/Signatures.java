package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// The order in which parameters may be declared and arguments be passed.
final class Signatures {
    private Signatures() {}

    static void checkParameters(Function function, BiConsumer<Position, String> fault) {
        Set<String> names = new HashSet<>();
        boolean optional = false;
        boolean star = false;
        boolean starStar = false;
        Parameter bare = null;
        for (Parameter parameter : function.parameters()) {
            if (!parameter.name().isEmpty() && !names.add(parameter.name())) {
                fault.accept(parameter.position(), "duplicate parameter: " + parameter.name());
            }
            switch (parameter.form()) {
                case ORDINARY -> {
                    if (starStar) {
                        fault.accept(parameter.position(), "parameter may not follow **kwargs");
                    } else if (parameter.standard().isEmpty() && optional && !star) {
                        fault.accept(parameter.position(), "required parameter may not follow optional");
                    }
                    optional |= parameter.standard().isPresent();
                    bare = null;
                }
                case STAR -> {
                    if (starStar) {
                        fault.accept(parameter.position(), "* parameter may not follow **kwargs");
                    } else if (star) {
                        fault.accept(parameter.position(), "multiple * parameters not allowed");
                    }
                    if (bare != null) {
                        fault.accept(bare.position(), "bare * must be followed by keyword-only parameters");
                    }
                    bare = parameter.name().isEmpty() && !star ? parameter : null;
                    star = true;
                }
                case STAR_STAR -> {
                    if (starStar) {
                        fault.accept(parameter.position(), "multiple ** parameters not allowed");
                    }
                    if (bare != null) {
                        fault.accept(bare.position(), "bare * must be followed by keyword-only parameters");
                        bare = null;
                    }
                    starStar = true;
                }
            }
        }
        if (bare != null) {
            fault.accept(bare.position(), "bare * must be followed by keyword-only parameters");
        }
    }

    static void checkArguments(Expression.Call call, BiConsumer<Position, String> fault) {
        Set<String> names = new HashSet<>();
        boolean star = false;
        boolean starStar = false;
        for (Expression.Argument argument : call.arguments()) {
            Position position = argument.position();
            switch (argument.passing()) {
                case POSITIONAL -> {
                    if (starStar) {
                        fault.accept(position, "argument may not follow **kwargs");
                    } else if (star) {
                        fault.accept(position, "positional argument may not follow *args");
                    } else if (!names.isEmpty()) {
                        fault.accept(position, "positional argument may not follow named");
                    }
                }
                case NAMED -> {
                    if (starStar) {
                        fault.accept(position, "argument may not follow **kwargs");
                    } else if (star) {
                        fault.accept(position, "keyword argument may not follow *args");
                    }
                    if (!names.add(argument.name())) {
                        fault.accept(position, "keyword argument \"%s\" is repeated".formatted(argument.name()));
                    }
                }
                case STAR -> {
                    if (starStar) {
                        fault.accept(position, "*args may not follow **kwargs");
                    } else if (star) {
                        fault.accept(position, "multiple *args not allowed");
                    }
                    star = true;
                }
                case STAR_STAR -> {
                    if (starStar) {
                        fault.accept(position, "multiple **kwargs not allowed");
                    }
                    starStar = true;
                }
            }
        }
    }
}
