package dev.countersign.starlark.syntax;

import java.util.List;
import java.util.Map;

/// A file whose names are known.
///
/// @param variables by the identity of the name node
/// @param scopes by the identity of the function
/// @param comprehensions the slots each comprehension owns, by the identity of its node
/// @param globals the names of the module's variables, by their index
/// @param loaded how many of `globals`, from the end, were bound by `load` and are not seen from outside
public record Resolution(List<Statement> statements, Map<Expression.Name, Variable> variables, Map<Function, Scope> scopes,
                         Map<Expression.Comprehension, List<Slot>> comprehensions, Scope top, List<String> globals, int loaded) {}
