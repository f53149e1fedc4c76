package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.Residual;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The outputs are cut from those of the real tools.
class FailureReaderTest {
    private static final Path ROOT = Path.of("/stage/tree");

    private static List<String> read(String output, String... files) {
        var tree = new Snapshot(Arrays.stream(files).collect(Collectors.toMap(WorkspacePath::of, _ -> FileState.file(new byte[0], false))));
        return FailureReader.read("check", output, ROOT, tree).stream().map(FailureReaderTest::brief).toList();
    }

    private static String brief(Residual r) {
        return r.path().orElseThrow() + ":" + r.line() + ":" + r.column() + " " + r.message();
    }

    @Test
    void mavenCompileErrors() {
        assertThat(read("""
                [INFO] -------------------------------------------------------------
                [ERROR] COMPILATION ERROR :\s
                [INFO] -------------------------------------------------------------
                [ERROR] /stage/tree/src/main/java/Calc.java:[1,63] cannot find symbol
                  symbol:   variable c
                  location: class Calc
                [INFO] 1 error
                [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.16.0:compile (default-compile) on project a: Compilation failure
                [ERROR] /stage/tree/src/main/java/Calc.java:[1,63] cannot find symbol
                """, "src/main/java/Calc.java")).containsExactly("src/main/java/Calc.java:1:63 cannot find symbol");
    }

    @Test
    void mavenTestFailures() {
        assertThat(read("""
                [ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.246 s <<< FAILURE! -- in CalcTest
                [ERROR] CalcTest.adds -- Time elapsed: 0.039 s <<< FAILURE!
                org.opentest4j.AssertionFailedError: expected: <3> but was: <-1>
                	at org.junit.jupiter.api.Assertions.assertEquals(Assertions.java:569)
                	at CalcTest.adds(CalcTest.java:4)

                [ERROR] Failures:\s
                [ERROR]   CalcTest.adds:4 expected: <3> but was: <-1>
                [ERROR] Errors:\s
                [ERROR]   CalcTest.boom:8 NullPointer Cannot invoke "Object.toString()" because "o" is null
                [ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0
                """, "src/test/java/CalcTest.java")).containsExactly(
                "src/test/java/CalcTest.java:4:0 org.opentest4j.AssertionFailedError: expected: <3> but was: <-1>",
                "src/test/java/CalcTest.java:8:0 Cannot invoke \"Object.toString()\" because \"o\" is null".replace("Cannot", "NullPointer Cannot"));
    }

    @Test
    void javaThatEndsWithAnException() {
        assertThat(read("""
                Exception in thread "main" java.lang.AssertionError: 2 is not 3
                	at CalcTest.same(CalcTest.java:9)
                	at CalcTest.main(CalcTest.java:4)
                """, "test/CalcTest.java")).containsExactly("test/CalcTest.java:9:0 java.lang.AssertionError: 2 is not 3");
    }

    @Test
    void javacErrors() {
        assertThat(read("src/A.java:3: error: ';' expected\n        return 1\n                ^\n1 error\n", "src/A.java"))
                .containsExactly("src/A.java:3:0 ';' expected");
    }

    @Test
    void compilerErrorThatBeginsInGradlesLine() {
        assertThat(read(":compileJava/stage/tree/src/Calc.java:4: error: cannot find symbol\n        return a + c;\n", "src/Calc.java"))
                .containsExactly("src/Calc.java:4:0 cannot find symbol");
    }

    @Test
    void gradleFailures() {
        assertThat(read("""
                > Task :test

                CalcTest > adds() FAILED
                    org.opentest4j.AssertionFailedError at CalcTest.java:12

                2 tests completed, 1 failed
                """, "src/test/java/CalcTest.java")).hasSize(1).first().asString()
                .startsWith("src/test/java/CalcTest.java:12:0 CalcTest > adds()");
    }

    @Test
    void pytestFailures() {
        assertThat(read("""
                .F                                                                       [100%]
                =================================== FAILURES ===================================
                __________________________________ test_adds ___________________________________

                    def test_adds():
                >       assert 1 + 1 == 3
                E       assert (1 + 1) == 3

                tests/test_a.py:5: AssertionError
                =========================== short test summary info ============================
                FAILED tests/test_a.py::test_adds - assert (1 + 1) == 3
                1 failed, 1 passed in 2.09s
                """, "tests/test_a.py")).containsExactly("tests/test_a.py:5:0 assert (1 + 1) == 3");
    }

    @Test
    void pytestErrorWhileCollecting() {
        assertThat(read("""
                E     File "/stage/tree/tests/test_b.py", line 1
                E       def test_x(:
                E                  ^
                E   SyntaxError: invalid syntax
                =========================== short test summary info ============================
                ERROR tests/test_b.py
                """, "tests/test_b.py")).containsExactly("tests/test_b.py:1:0 SyntaxError: invalid syntax");
    }

    @Test
    void goFailures() {
        assertThat(read("""
                # example.com/x/calc
                calc/calc.go:3:9: undefined: c
                --- FAIL: TestAdd (0.00s)
                    calc_test.go:7: got -1, want 3
                FAIL
                """, "calc/calc.go", "calc/calc_test.go")).containsExactly("calc/calc.go:3:9 undefined: c",
                "calc/calc_test.go:7:0 got -1, want 3");
    }

    @Test
    void cargoFailures() {
        assertThat(read("""
                error[E0425]: cannot find value `c` in this scope
                 --> src/lib.rs:1:40
                  |
                thread 'tests::adds' (22820) panicked at src/lib.rs:7:9:
                assertion `left == right` failed
                  left: -1
                 right: 3
                """, "src/lib.rs")).containsExactly("src/lib.rs:1:40 cannot find value `c` in this scope",
                "src/lib.rs:7:9 assertion `left == right` failed");
    }

    @Test
    void nodeFailures() {
        assertThat(read("""
                not ok 1 - adds
                  ---
                  location: '/stage/tree/a.test.js:2:1'
                  stack: |-
                    TestContext.<anonymous> (/stage/tree/a.test.js:3:10)
                    Test.runInAsyncScope (node:async_hooks:206:9)
                  ...
                """, "a.test.js")).containsExactly("a.test.js:3:10 adds");
    }

    @Test
    void jestAndTypeScriptFailures() {
        assertThat(read("""
                  ● Calc › adds

                    expect(received).toBe(expected) // Object.is equality

                      at Object.toBe (node_modules/expect/build/index.js:1:2)
                      at Object.<anonymous> (src/calc.test.js:5:17)

                src/x.ts(12,5): error TS2322: Type 'string' is not assignable to type 'number'.
                """, "src/calc.test.js", "src/x.ts")).containsExactly("src/calc.test.js:5:17 Calc › adds",
                "src/x.ts:12:5 TS2322: Type 'string' is not assignable to type 'number'.");
    }

    @Test
    void placesOutsideTheTreeDoNotCount() {
        assertThat(read("""
                /usr/include/x.h:3:1: error: boom
                ../../etc/passwd.c:1:1: error: boom
                other.c:1:1: error: boom
                """, "a/same.c", "b/same.c")).isEmpty();
        assertThat(read("same.c:1:1: error: which one?\n", "a/same.c", "b/same.c")).isEmpty();
    }

    @Test
    void countsAreReadFromTheRunnersOwnSummaries() {
        assertThat(TestCount.read("[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 0.2 s -- in A\n"
                + "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1\n[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0\n"))
                .contains("4 tests passed");
        assertThat(TestCount.read("test result: ok. 1 passed; 0 failed; 0 ignored;\n")).contains("1 test passed");
        assertThat(TestCount.read("Tests:       2 skipped, 5 passed, 7 total\n")).contains("5 tests passed");
        assertThat(TestCount.read("# tests 2\n# pass 2\n")).contains("2 tests passed");
        assertThat(TestCount.read("..                        [100%]\n2 passed in 0.01s\n")).contains("2 tests passed");
        assertThat(TestCount.read("============ 1 skipped, 12 passed in 0.01s ============\n")).contains("12 tests passed");
        assertThat(TestCount.read("Ran 3 tests in 0.001s\n\nOK\n")).contains("3 tests passed");
        assertThat(TestCount.read("ok    MoneyTest.addsExactly\n8 tests passed\n")).contains("8 tests passed");
        assertThat(TestCount.read("ok  \texample.com/a\t0.003s\n?   \texample.com/b\t[no test files]\n")).contains("1 package passed");
        assertThat(TestCount.read("test result: ok. 0 passed; 0 failed;\n")).contains("no test ran");
        assertThat(TestCount.read("all good\n")).isEmpty();
    }

    @Test
    void assertionsOfNodeHaveACode() {
        assertThat(read("""
                node:assert:125
                  throw new AssertionError(obj);
                  ^

                AssertionError [ERR_ASSERTION]: Expected values to be strictly deep-equal:
                    at Object.<anonymous> (/stage/tree/test.js:77:10)
                    at Module._compile (node:internal/modules/cjs/loader:1521:14) {
                """, "test.js")).containsExactly("test.js:77:10 AssertionError [ERR_ASSERTION]: Expected values to be strictly deep-equal:");
    }

    @Test
    void placesBelowAFileThatIsNamedWithTheFirstOfThem() {
        assertThat(read("""

                  node_modules/@types/node/http2.d.ts:952:8
                  ✖   952:8    Required type parameters may not follow optional type parameters.         \s

                  index.test-d.ts:6:1
                  ✖     6:1    Expected an error, but found none.                                         \s
                  ⚠     8:3    Unexpected todo comment.      no-warning-comments

                  2 errors
                """, "index.test-d.ts")).containsExactly("index.test-d.ts:6:1 Expected an error, but found none.");
    }

    @Test
    void linters() {
        assertThat(read("""
                pkg/a.py:1:8: F401 [*] `os` imported but unused
                Diff in /stage/tree/src/lib.rs:3:
                Checking formatting...
                [warn] web/a.ts
                [warn] Code style issues found in the above file. Run Prettier with --write to fix.

                /stage/tree/web/b.js
                  2:7  error  'x' is assigned a value but never used  no-unused-vars
                  9:1  warning  Unexpected console statement  no-console

                """, "pkg/a.py", "src/lib.rs", "web/a.ts", "web/b.js")).containsExactly("pkg/a.py:1:8 F401 [*] `os` imported but unused",
                "src/lib.rs:3:0 not formatted as the project's settings want it", "web/a.ts:0:0 not formatted as the project's settings want it",
                "web/b.js:2:7 'x' is assigned a value but never used  no-unused-vars");
    }
}
