package dev.countersign.verify.syntax;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.countersign.verify.Signature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/// The declarations of a Java file that are not private: types, methods by their types, fields, constants with their value where it is
/// written out, since compilers copy it (JLS §13.1). Types are named as they are written, with the imports that they stand for.
final class JavaSignature {
    private static final Set<Modifier> OURS = EnumSet.of(Modifier.SYNCHRONIZED, Modifier.NATIVE, Modifier.STRICTFP);

    private final List<String> lines = new ArrayList<>();
    private final Set<String> symbols = new HashSet<>();

    private JavaSignature() {}

    static Declared of(CompilationUnitTree unit) {
        var signature = new JavaSignature();
        String where = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree top) {
                signature.type(top, where);
            }
        }
        if (unit.getModule() != null) {
            signature.lines.add(line(unit.getModule().toString()));
        }
        var imports = new ArrayList<String>();
        for (ImportTree each : unit.getImports()) {
            String name = each.getQualifiedIdentifier().toString();
            var simple = Pattern.compile("\\b" + Pattern.quote(name.substring(name.lastIndexOf('.') + 1)) + "\\b");
            if (signature.lines.stream().anyMatch(l -> simple.matcher(l).find())) {
                imports.add((each.isStatic() ? "import static " : "import ") + name);
            }
        }
        signature.lines.addAll(imports);
        return new Declared(new Signature(signature.lines, true), signature.symbols);
    }

    private void type(ClassTree type, String around) {
        if (type.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
            return;
        }
        String name = around + type.getSimpleName();
        var head = new StringBuilder(modifiers(type.getModifiers())).append(switch (type.getKind()) {
            case INTERFACE -> "interface ";
            case ENUM -> "enum ";
            case RECORD -> "record ";
            case ANNOTATION_TYPE -> "@interface ";
            default -> "class ";
        }).append(name);
        if (!type.getTypeParameters().isEmpty()) {
            head.append('<').append(join(type.getTypeParameters())).append('>');
        }
        if (type.getExtendsClause() != null) {
            head.append(" extends ").append(line(type.getExtendsClause().toString()));
        }
        if (!type.getImplementsClause().isEmpty()) {
            head.append(" implements ").append(join(type.getImplementsClause()));
        }
        if (!type.getPermitsClause().isEmpty()) {
            head.append(" permits ").append(join(type.getPermitsClause()));
        }
        lines.add(head.toString());
        symbols.add(name);
        int place = 0;
        List<String> components = type.getKind() != Tree.Kind.RECORD ? List.of() : type.getMembers().stream().filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast).filter(f -> !f.getModifiers().getFlags().contains(Modifier.STATIC)).map(JavaSignature::parameter).toList();
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree inner) {
                type(inner, name + ".");
            } else if (member instanceof MethodTree method) {
                // The canonical constructor is there whether it is written out or not.
                if (method.getReturnType() != null || type.getKind() != Tree.Kind.RECORD
                        || !method.getParameters().stream().map(JavaSignature::parameter).toList().equals(components)) {
                    method(method, name);
                }
            } else if (member instanceof VariableTree field) {
                Set<Modifier> flags = field.getModifiers().getFlags();
                if (type.getKind() == Tree.Kind.RECORD && !flags.contains(Modifier.STATIC)) {
                    symbols.add(name + "." + field.getName());
                    lines.add(name + ": component " + place++ + " " + line(String.valueOf(field.getType())) + " " + field.getName());
                } else {
                    field(field, type, name);
                }
            }
        }
    }

    private void method(MethodTree method, String owner) {
        if (method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
            return;
        }
        symbols.add(owner + "." + (method.getReturnType() == null ? owner.substring(owner.lastIndexOf('.') + 1) : method.getName()));
        var text = new StringBuilder(owner).append(": ").append(modifiers(method.getModifiers()));
        if (!method.getTypeParameters().isEmpty()) {
            text.append('<').append(join(method.getTypeParameters())).append("> ");
        }
        if (method.getReturnType() != null) {
            text.append(line(method.getReturnType().toString())).append(' ');
        }
        text.append(method.getName()).append(method.getParameters().stream().map(JavaSignature::parameter).collect(Collectors.joining(", ", "(", ")")));
        if (!method.getThrows().isEmpty()) {
            text.append(" throws ").append(method.getThrows().stream().map(t -> line(t.toString())).sorted().collect(Collectors.joining(", ")));
        }
        if (method.getDefaultValue() != null) {
            text.append(" default ").append(line(method.getDefaultValue().toString()));
        }
        lines.add(text.toString());
    }

    private static String parameter(VariableTree parameter) {
        String type = line(String.valueOf(parameter.getType()));
        return parameter.toString().contains("...") && type.endsWith("[]") ? type.substring(0, type.length() - 2) + "..." : type;
    }

    private void field(VariableTree field, ClassTree type, String owner) {
        Set<Modifier> flags = field.getModifiers().getFlags();
        if (flags.contains(Modifier.PRIVATE)) {
            return;
        }
        symbols.add(owner + "." + field.getName());
        if (type.getKind() == Tree.Kind.ENUM && field.getInitializer() instanceof NewClassTree
                && String.valueOf(field.getType()).equals(type.getSimpleName().toString()) && flags.contains(Modifier.STATIC)) {
            lines.add(owner + ": constant " + field.getName());
            return;
        }
        boolean constant = type.getKind() == Tree.Kind.INTERFACE || flags.contains(Modifier.STATIC) && flags.contains(Modifier.FINAL);
        ExpressionTree value = field.getInitializer();
        lines.add(owner + ": " + modifiers(field.getModifiers()) + line(String.valueOf(field.getType())) + " " + field.getName()
                + (constant && value != null && isWrittenOut(value) ? " = " + line(value.toString()) : ""));
    }

    private static boolean isWrittenOut(ExpressionTree value) {
        return switch (value) {
            case MethodInvocationTree _, NewClassTree _, NewArrayTree _, LambdaExpressionTree _, MemberReferenceTree _, SwitchExpressionTree _,
                 AnnotatedTypeTree _ -> false;
            default -> !value.toString().contains("(");
        };
    }

    private static String modifiers(ModifiersTree modifiers) {
        return modifiers.getFlags().stream().filter(m -> !OURS.contains(m)).sorted().map(m -> m + " ").collect(Collectors.joining());
    }

    private static String join(List<? extends Tree> trees) {
        return trees.stream().map(t -> line(t.toString())).collect(Collectors.joining(", "));
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
