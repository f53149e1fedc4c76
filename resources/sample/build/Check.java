import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles the library and its tests with the JDK that runs this, then runs every test. Exit 0: all passed. */
public final class Check {
    private static int passed;
    private static int failed;

    public static void main(String[] args) throws Exception {
        Path classes = Files.createTempDirectory("invoice-classes");
        try {
            if (!compile(classes)) {
                System.out.println("FAILED: it does not compile");
                System.exit(1);
            }
            try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
                for (Path test : files("test")) {
                    String name = Path.of("test").relativize(test).toString().replace(File.separatorChar, '.');
                    if (name.endsWith("Test.java")) {
                        runAll(loader.loadClass(name.substring(0, name.length() - ".java".length())), test);
                    }
                }
            }
        } finally {
            delete(classes);
        }
        System.out.println(failed == 0 ? passed + " tests passed" : failed + " of " + (passed + failed) + " tests FAILED");
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }

    private static boolean compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-encoding", "UTF-8", "-proc:none"));
        for (String folder : List.of("src", "test")) {
            files(folder).forEach(file -> arguments.add(file.toString()));
        }
        return compiler.run(null, System.out, System.out, arguments.toArray(String[]::new)) == 0;
    }

    private static void runAll(Class<?> test, Path source) {
        Method[] methods = test.getMethods();
        List.of(methods).stream().filter(m -> m.getDeclaringClass() == test && Modifier.isStatic(m.getModifiers())
                && m.getParameterCount() == 0).sorted(Comparator.comparing(Method::getName)).forEach(m -> run(m, source));
    }

    private static void run(Method method, Path source) {
        String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        try {
            method.invoke(null);
            passed++;
            System.out.println("ok    " + name);
        } catch (InvocationTargetException e) {
            failed++;
            Throwable cause = e.getCause();
            int line = Stream.of(cause.getStackTrace()).filter(f -> f.getClassName().equals(method.getDeclaringClass().getName()))
                    .mapToInt(StackTraceElement::getLineNumber).findFirst().orElse(1);
            System.out.println("FAIL  " + name);
            System.out.println(source.toString().replace(File.separatorChar, '/') + ":" + line + ": error: " + name + ": "
                    + (cause instanceof AssertionError ? cause.getMessage() : cause));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(name + " is not public", e);
        }
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> walk = Files.walk(Path.of(folder))) {
            return walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
