package dev.countersign.verify.project.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The reports are cut from those of the real tools.
@Timeout(60)
class TestReportsTest {
    @TempDir
    private Path folder;
    private Path root;
    private Path reports;

    @BeforeEach
    void folders() throws IOException {
        root = Files.createDirectory(folder.resolve("tree")).toRealPath();
        reports = Files.createDirectory(folder.resolve("reports"));
    }

    private List<String> file(String name, String content) throws IOException {
        var all = new TestReports(root, reports);
        Files.writeString(reports.resolve(name), content);
        return brief(all.read());
    }

    private List<String> output(String text) throws IOException {
        var all = new TestReports(root, reports);
        text.lines().forEach(all::line);
        return brief(all.read());
    }

    private static List<String> brief(TestReports.Found found) {
        assertThat(found.unreadable()).isEmpty();
        return found.cases().stream().map(c -> c.status() + " " + c.id() + (c.message().isEmpty() ? "" : ": " + c.message())).toList();
    }

    @Test
    void surefireAndGradle() throws IOException {
        assertThat(file("TEST-a.CalcTest.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="a.CalcTest" tests="4" errors="1" skipped="1" failures="1">
                  <properties><property name="x" value="y"/></properties>
                  <testcase name="adds" classname="a.CalcTest" time="0.02">
                    <failure message="expected: &lt;3&gt; but was: &lt;-1&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected: <3> but was: <-1>
                	at org.junit.jupiter.api.Assertions.assertEquals(Assertions.java:569)
                	at a.CalcTest.adds(CalcTest.java:9)
                ]]></failure>
                    <system-out><![CDATA[noise]]></system-out>
                  </testcase>
                  <testcase name="boom" classname="a.CalcTest"><error type="java.lang.NullPointerException">java.lang.NullPointerException
                	at a.Calc.boom(Calc.java:3)</error></testcase>
                  <testcase name="later" classname="a.CalcTest"><skipped message="slow"/></testcase>
                  <testcase name="shaky" classname="a.CalcTest"><flakyFailure message="no"/></testcase>
                  <testcase name="same" classname="a.CalcTest"/>
                  <testcase name="same" classname="a.CalcTest"/>
                </testsuite>
                """)).containsExactly("FAILED a.CalcTest.adds: expected: <3> but was: <-1>", "FAILED a.CalcTest.boom: java.lang.NullPointerException",
                "SKIPPED a.CalcTest.later: slow", "FLAKY a.CalcTest.shaky", "PASSED a.CalcTest.same", "PASSED a.CalcTest.same (2)");
    }

    @Test
    void pytest() throws IOException {
        assertThat(file("py.xml", """
                <?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1">\
                <testcase classname="" name="test_bad" time="0.000"><error message="collection failure">ImportError while importing test module
                test_bad.py:1: in &lt;module&gt;
                    import nowhere
                E   ModuleNotFoundError: No module named 'nowhere'</error></testcase><testcase classname="test_calc" name="test_p[1]" time="0.001" />\
                <testcase classname="test_calc" name="test_adds"><failure message="assert -1 == 3&#10; +  where -1 = sub(1, 2)">def test_adds():
                &gt;       assert sub(1, 2) == 3
                test_calc.py:5: AssertionError</failure></testcase></testsuite></testsuites>
                """)).containsExactly("FAILED test_bad: ModuleNotFoundError: No module named 'nowhere'", "PASSED test_calc.test_p[1]", "FAILED test_calc.test_adds: assert -1 == 3");
    }

    @Test
    void ctestSaysWhyInWhatTheTestPrinted() throws IOException {
        assertThat(file("ctest.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="(empty)" tests="3" failures="1" disabled="0" skipped="0">
                	<testcase name="adds" classname="adds" time="0.004" status="fail">
                		<failure message=""/>
                		<system-out>calc_test: /s/calc_test.c:3: main: Assertion `1 - 2 == 3' failed.
                </system-out>
                	</testcase>
                	<testcase name="fine" classname="fine" time="0.04" status="run"><system-out></system-out></testcase>
                	<testcase name="off" classname="off" time="0" status="disabled"/>
                </testsuite>
                """)).containsExactly("FAILED adds: calc_test: /s/calc_test.c:3: main: Assertion `1 - 2 == 3' failed.", "PASSED fine", "SKIPPED off");
    }

    @Test
    void nodeNestsSuites() throws IOException {
        assertThat(file("node.xml", """
                <testsuites>
                	<testsuite name="math" tests="2">
                		<testcase name="adds" classname="test"><failure type="testCodeFailure" message="boom">at a.test.js:4:29</failure></testcase>
                		<testcase name="subs" classname="test"/>
                	</testsuite>
                	<testcase name="later" classname="test"><skipped type="skipped" message="true"/></testcase>
                </testsuites>
                """)).containsExactly("FAILED math > adds: boom", "PASSED math > subs", "SKIPPED later: true");
    }

    @Test
    void dotNet() throws IOException {
        assertThat(file("a.trx", """
                <?xml version="1.0" encoding="utf-8"?>
                <TestRun id="1" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
                  <Results>
                    <UnitTestResult testId="t1" testName="Adds" outcome="Failed"><Output><StdOut>x</StdOut><ErrorInfo><Message>Assert.Equal() Failure
                Expected: 3</Message><StackTrace>   at A.CalcTest.Adds() in /s/CalcTest.cs:line 7</StackTrace></ErrorInfo></Output></UnitTestResult>
                    <UnitTestResult testId="t2" testName="A.CalcTest.Subs" outcome="Passed" />
                    <UnitTestResult testId="t3" testName="A.CalcTest.Later" outcome="NotExecuted" />
                  </Results>
                  <TestDefinitions>
                    <UnitTest name="Adds" id="t1"><TestMethod className="A.CalcTest, A" name="Adds" /></UnitTest>
                    <UnitTest name="A.CalcTest.Subs" id="t2"><TestMethod className="A.CalcTest" name="Subs" /></UnitTest>
                  </TestDefinitions>
                </TestRun>
                """)).containsExactly("FAILED A.CalcTest.Adds: Assert.Equal() Failure", "PASSED A.CalcTest.Subs", "SKIPPED A.CalcTest.Later");
    }

    @Test
    void jestAndVitest() throws IOException {
        assertThat(file("jest.json", """
                {"numTotalTests": 3, "testResults": [
                  {"name": "ROOT/j.test.js", "status": "failed", "message": "x", "assertionResults": [
                    {"ancestorTitles": ["math"], "title": "adds", "status": "failed", "location": null, "invocations": 1,
                     "failureMessages": ["Error: expect(received).toBe(expected)\\n    at Object.toBe (ROOT/j.test.js:1:61)"]},
                    {"ancestorTitles": ["math"], "title": "subs", "status": "passed", "failureMessages": []},
                    {"ancestorTitles": [], "title": "later", "status": "pending", "failureMessages": []}]},
                  {"name": "ROOT/bad.test.js", "status": "failed", "assertionResults": [],
                   "message": "  \\u25cf Test suite failed to run\\n\\n    Cannot find module './nowhere'"}]}
                """.replace("ROOT", root.toString()))).containsExactly("FAILED j.test.js > math > adds: Error: expect(received).toBe(expected)",
                "PASSED j.test.js > math > subs", "SKIPPED j.test.js > later", "FAILED bad.test.js: Cannot find module './nowhere'");
    }

    @Test
    void mochaAndItsHooks() throws IOException {
        assertThat(file("mocha.json", """
                {"stats": {"tests": 3},
                 "tests": [{"title": "adds", "fullTitle": "math adds", "file": "ROOT/m.js", "err": {"stack": "AssertionError: -1 == 3\\n at m.js:1:77", "message": "-1 == 3"}},
                           {"title": "subs", "fullTitle": "math subs", "file": "ROOT/m.js", "err": {}},
                           {"title": "later", "fullTitle": "math later", "file": "ROOT/m.js", "err": {}}],
                 "pending": [{"title": "later", "fullTitle": "math later", "file": "ROOT/m.js", "err": {}}],
                 "failures": [{"title": "adds", "fullTitle": "math adds", "file": "ROOT/m.js", "err": {}},
                              {"title": "before", "fullTitle": "h before all", "file": "ROOT/m.js", "err": {"stack": "Error: hook", "message": "hook"}}],
                 "passes": []}
                """.replace("ROOT", root.toString()))).containsExactly("FAILED m.js > math adds: AssertionError: -1 == 3", "PASSED m.js > math subs",
                "SKIPPED m.js > math later", "FAILED m.js > h before all: Error: hook");
    }

    @Test
    void goCountsSubtestsAndPackagesThatDidNotBuild() throws IOException {
        assertThat(output("""
                # example.org/m/bad [example.org/m/bad.test]
                bad/b.go:3:23: cannot use "x" (untyped string constant) as int value in return statement
                {"Action":"run","Package":"example.org/m","Test":"TestOk"}
                {"Action":"output","Package":"example.org/m","Test":"TestOk","Output":"--- PASS: TestOk (0.00s)\\n"}
                {"Action":"pass","Package":"example.org/m","Test":"TestOk"}
                {"Action":"skip","Package":"example.org/m","Test":"TestLater"}
                {"Action":"pass","Package":"example.org/m"}
                FAIL	example.org/m/bad [build failed]
                {"Action":"output","Package":"example.org/m/sub","Test":"TestAdd/one","Output":"    s_test.go:8: got -1\\n"}
                {"Action":"fail","Package":"example.org/m/sub","Test":"TestAdd/one"}
                {"Action":"pass","Package":"example.org/m/sub","Test":"TestAdd/zero"}
                {"Action":"fail","Package":"example.org/m/sub","Test":"TestAdd"}
                {"Action":"fail","Package":"example.org/m/sub"}
                {"Action":"output","Package":"example.org/m/exit","Output":"exit status 3\\n"}
                {"Action":"fail","Package":"example.org/m/exit"}
                """)).containsExactly("PASSED example.org/m.TestOk", "SKIPPED example.org/m.TestLater",
                "FAILED example.org/m/bad: bad/b.go:3:23: cannot use \"x\" (untyped string constant) as int value in return statement",
                "FAILED example.org/m/sub.TestAdd/one: got -1", "PASSED example.org/m/sub.TestAdd/zero", "FAILED example.org/m/exit: exit status 3");
    }

    /// The compiler speaks over another stream than the tests.
    @Test
    void goPlacesWhatDidNotBuildWhicheverStreamComesFirst() throws IOException {
        assertThat(output("""
                FAIL	example.org/calc/calc [build failed]
                # example.org/calc/calc [example.org/calc/calc.test]
                calc/calc.go:4:13: undefined: c
                """)).containsExactly("FAILED example.org/calc/calc: calc/calc.go:4:13: undefined: c");
    }

    @Test
    void goIsReadableForPeople() {
        assertThat(TestReports.text("{\"Action\":\"output\",\"Package\":\"m\",\"Output\":\"--- PASS\\n\"}")).contains("--- PASS");
        assertThat(TestReports.text("{\"Action\":\"pass\",\"Package\":\"m\"}")).isEmpty();
        assertThat(TestReports.text("{\"other\": 1}")).contains("{\"other\": 1}");
    }

    @Test
    void cargoNamesDocTestsWithoutTheirLine() throws IOException {
        assertThat(output("""
                     Running unittests src/lib.rs (target/debug/deps/calc-c6626fb655a8d231)

                running 3 tests
                test tests::adds ... FAILED
                test tests::boom - should panic ... ok
                test tests::later ... ignored, slow

                failures:

                ---- tests::adds stdout ----

                thread 'tests::adds' (8974) panicked at src/lib.rs:13:9:
                assertion `left == right` failed
                  left: -1
                 right: 3
                note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

                failures:
                    tests::adds

                test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.13s

                running 1 test
                test src/lib.rs - add (line 1) ... ok
                """)).containsExactly("FAILED tests::adds: assertion `left == right` failed, left: -1, right: 3", "PASSED tests::boom",
                "SKIPPED tests::later: slow", "PASSED src/lib.rs - add");
    }

    @Test
    void tapOfNode() throws IOException {
        assertThat(output("""
                TAP version 13
                # Subtest: math
                    # Subtest: adds
                    not ok 1 - adds
                      ---
                      location: '/s/a.test.js:4:3'
                      error: |-
                        Expected values to be strictly equal:
                       \s
                        -1 !== 3
                      stack: |-
                        TestContext.<anonymous> (/s/a.test.js:4:29)
                      ...
                    # Subtest: subs
                    ok 2 - subs
                      ---
                      duration_ms: 0.19
                      ...
                    1..2
                not ok 1 - math
                  ---
                  type: 'suite'
                  error: '1 subtest failed'
                  ...
                # Subtest: later
                ok 2 - later # SKIP
                # Subtest: some day
                not ok 3 - some day # TODO soon
                1..3
                """)).containsExactly("FAILED math > adds: Expected values to be strictly equal:", "PASSED math > subs", "SKIPPED later",
                "SKIPPED some day: soon");
    }

    @Test
    void tapOfBatsAndAPlanThatIsNotKept() throws IOException {
        assertThat(output("""
                1..5
                not ok 1 adds
                # (in test file bats/a.bats, line 3)
                #   `[ $((1 - 2)) -eq 3 ]' failed
                ok 2 fine
                ok 3 later # skip slow
                ok
                """)).containsExactly("FAILED adds: (in test file bats/a.bats, line 3)", "PASSED fine", "SKIPPED later: slow", "PASSED test 4",
                "FAILED tests planned: 5 were planned, 4 ran");
    }

    @Test
    void bazelNamesItsTargets() throws IOException {
        assertThat(output("""
                INFO: Found 5 test targets...
                FAIL: //a:calc (see /x/test.log)
                ==================== Test output for //a:calc (shard 1 of 2):
                calc.sh:2: it is not 3
                //a:said PASSED in 9s, it says itself
                ================================================================================
                //a:nothing                                     (cached) PASSED in 0.1s
                //a:calc                                                 FAILED in 2 out of 3 in 0.1s
                  /x/test.log
                @other//b:slow                                           TIMEOUT in 60.0s
                //a:now_and_then                                         FLAKY, failed in 1 out of 2 in 0.1s
                //a:last                                                 NO STATUS
                //a:unbuilt                                              FAILED TO BUILD
                Executed 3 out of 6 tests: 1 test passes.
                """)).containsExactly("PASSED //a:nothing", "FAILED //a:calc: calc.sh:2: it is not 3", "FAILED @other//b:slow: TIMEOUT in 60.0s",
                "FLAKY //a:now_and_then: failed in 1 out of 2 in 0.1s", "SKIPPED //a:last: it was not run", "FAILED //a:unbuilt: FAILED TO BUILD");
    }

    @Test
    void tapOfTapeSaysWhatWasExpected() throws IOException {
        assertThat(output("""
                TAP version 13
                # empty or not
                not ok 1 should be equivalent
                  ---
                    operator: deepEqual
                    expected: |-
                      [ 1, 2 ]
                    actual: |-
                      [ 1 ]
                    at: Test.<anonymous> (/s/test/map.js:12:7)
                  ...
                not ok 2 should be equal
                  ---
                    operator: equal
                    expected: 3
                    actual:   2
                  ...
                1..2
                """)).containsExactly("FAILED should be equivalent: expected [ 1, 2 ], was [ 1 ]", "FAILED should be equal: expected 3, was 2");
    }

    @Test
    void nodeForPeople() throws IOException {
        assertThat(output("""
                \u25b6 math
                  \u2716 adds (2.202932ms)
                    AssertionError [ERR_ASSERTION]: no
                  \u2714 subs (0.241876ms)
                \u2716 math (3.759002ms)
                \ufe63 later (0.22903ms) # SKIP
                \u2714 top (0.1ms)
                \u2139 tests 4
                \u2139 pass 2

                \u2716 failing tests:

                test at a.test.js:4:3
                \u2716 adds (2.202932ms)
                  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:
                      at TestContext.<anonymous> (/s/a.test.js:4:29)
                """)).containsExactly("FAILED math > adds: AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:", "PASSED math > subs",
                "SKIPPED later", "PASSED top");
    }

    @Test
    void ordinaryOutputIsNoReport() throws IOException {
        assertThat(output("ok  \texample.org/m\t0.002s\n{\"a\": 1}\nnot ok then\ntest a ... ok\n\u2714 done\nBUILD SUCCESSFUL\n")).isEmpty();
    }

    @Test
    void reportsOfBeforeTheRunSayNothing() throws IOException {
        Path old = Files.createDirectories(root.resolve("target/surefire-reports")).resolve("TEST-a.xml");
        Files.writeString(old, "<testsuite><testcase name='old' classname='A'/></testsuite>");
        var all = new TestReports(root, reports);
        assertThat(brief(all.read())).isEmpty();

        Path fresh = Files.createDirectories(root.resolve("m/build/test-results/test")).resolve("TEST-b.xml");
        Files.writeString(fresh, "<testsuite><testcase name='new' classname='B'/></testsuite>");
        Files.createDirectories(root.resolve("node_modules/x"));
        Files.writeString(root.resolve("node_modules/x/junit.xml"), "<testsuite><testcase name='other' classname='C'/></testsuite>");
        assertThat(brief(all.read())).containsExactly("PASSED B.new");
    }

    @Test
    void hostileReportsAreNamedAndNotRead() throws IOException {
        var all = new TestReports(root, reports);
        var laughs = new StringBuilder("<?xml version='1.0'?><!DOCTYPE t [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a").append(i).append(" '&a").append(i - 1).append(";&a").append(i - 1).append(";'>");
        }
        Files.writeString(reports.resolve("laughs.xml"), laughs + "]><testsuite><testcase name='&a29;' classname='A'/></testsuite>");
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
        Files.writeString(reports.resolve("fetch.xml"), "<!DOCTYPE t [<!ENTITY x SYSTEM '" + secret.toUri()
                + "'>]><testsuite><testcase name='a' classname='A'><failure message='m'>&x;</failure></testcase></testsuite>");
        Files.writeString(reports.resolve("cut.xml"), "<testsuite><testcase name='a'");
        Files.writeString(reports.resolve("deep.json"), "[".repeat(100_000));
        try (var huge = new RandomAccessFile(reports.resolve("huge.xml").toFile(), "rw")) {
            huge.setLength(1L << 30);
        }
        Files.createSymbolicLink(reports.resolve("link.xml"), secret);

        TestReports.Found found = all.read();

        assertThat(found.cases()).isEmpty();
        assertThat(found.unreadable()).hasSize(5).anySatisfy(w -> assertThat(w).isEqualTo("huge.xml: larger than 64 MB"))
                .anySatisfy(w -> assertThat(w).isEqualTo("laughs.xml: a report has no document type"))
                .anySatisfy(w -> assertThat(w).isEqualTo("fetch.xml: a report has no document type"))
                .noneSatisfy(w -> assertThat(w).contains("s3cret"));
    }

    @Test
    void manyAndLongTestsStayBounded() throws IOException {
        var all = new TestReports(root, reports);
        var xml = new StringBuilder("<testsuite>");
        for (int i = 0; i < TestReports.MOST_CASES + 10; i++) {
            xml.append("<testcase name='t").append(i).append("' classname='A'/>");
        }
        Files.writeString(reports.resolve("a.xml"), xml + "</testsuite>");
        assertThat(all.read().cases()).hasSize(TestReports.MOST_CASES);

        Files.writeString(reports.resolve("a.xml"), "<testsuite><testcase name='" + "n".repeat(10_000) + "' classname='A'><failure message='" + "m".repeat(10_000)
                + "'>" + "t".repeat(1 << 20) + "</failure></testcase></testsuite>");
        assertThat(all.read().cases()).singleElement().satisfies(c -> {
            assertThat(c.id().length() + c.message().length()).isLessThan(1000);
            assertThat(c.trace().length()).isLessThanOrEqualTo(TestCase.LONGEST_TRACE + 1);
        });
    }
}
