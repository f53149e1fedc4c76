package dev.countersign.verify.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A sound file of each language, and the same with one fault.
class LanguagesTest {
    @TempDir
    private Path folder;

    private SyntaxSensor sensor(boolean python) {
        return new SyntaxSensor(new Readings(1000), python ? Pythons.here(folder) : Pythons.none());
    }

    /// Name, sensor, sound text, what of it is replaced by what, and the line where that is found.
    static Stream<Arguments> languages() {
        return Stream.of(
                Arguments.of("a.js", "JavaScript syntax", """
                        import { b } from './b.js';
                        export class A {
                          #secret = 1;
                          f = async (x) => x?.y ?? `a${x}`;
                        }
                        const z = <div>{b}</div>;
                        """, "(x) =>", "(x =>", 4),
                Arguments.of("a.ts", "TypeScript syntax", """
                        interface A<T extends object = {}> { readonly x: T; }
                        export function f<T>(a: T): a is T & string {
                          return typeof a === 'string' satisfies boolean;
                        }
                        enum E { X = 1, Y }
                        """, "X = 1,", "X = ,", 5),
                Arguments.of("a.tsx", "TSX syntax", """
                        type P = { name: string };
                        export const A = ({ name }: P) => {
                          return <p className="x">{name as string}</p>;
                        };
                        """, "</p>", "</q", 3),
                Arguments.of("a.py", "Python syntax", """
                        import os
                        def f(a, /, b=1, *, c: int) -> str:
                            match a:
                                case {"x": y} if y := 1:
                                    return f"{a!r}"
                            return os.name
                        """.replace(" if y := 1", ""), "return os.name", "return (os.name", 6),
                Arguments.of("a.go", "Go syntax", """
                        package a

                        import "fmt"

                        func F[T any](x ...T) (n int, err error) {
                        	defer func() { fmt.Println(n) }()
                        	return len(x), nil
                        }
                        """, "len(x), nil", "len(x,), nil,)", 7),
                Arguments.of("a.rs", "Rust syntax", """
                        use std::fmt;
                        pub struct A<'a, T: fmt::Debug + 'a> { x: &'a T }
                        impl<'a, T: fmt::Debug> A<'a, T> {
                            pub async fn f(&self) -> Result<u8, Box<dyn std::error::Error>> {
                                let Some(y) = Some(1u8) else { return Ok(0) };
                                Ok(y)
                            }
                        }
                        """, "let Some(y) =", "let Some(y =", 5),
                Arguments.of("a.c", "C syntax", """
                        #include <stdio.h>
                        #define MAX(a, b) ((a) > (b) ? (a) : (b))
                        typedef struct { int x; } point;
                        int main(void) {
                            point p = { .x = MAX(1, 2) };
                            return p.x;
                        }
                        """, "return p.x;", "return p.x", 6),
                Arguments.of("a.cpp", "C++ syntax", """
                        #include <vector>
                        template <typename T> concept C = requires(T t) { t.size(); };
                        namespace a::b {
                        auto f(C auto const& x) -> int { return [&](int y) { return y; }(x.size()); }
                        }
                        """, "return y; }", "return y; ", 4),
                Arguments.of("a.cs", "C# syntax", """
                        namespace A;
                        public record B(int X) {
                            public int Y => X switch { > 1 => 1, _ => 0 };
                            public async System.Threading.Tasks.Task F() { await System.Threading.Tasks.Task.Delay(1); }
                        }
                        """, "Delay(1); }", "Delay(1; }", 4),
                Arguments.of("a.rb", "Ruby syntax", """
                        module A
                          def self.f(a, b: 1, &blk)
                            a.map { |x| x&.to_s }
                            case a
                            in [Integer => n] then n
                            end
                          end
                        end
                        """, "{ |x| x&.to_s }", "{ |x x&.to_s }", 3),
                Arguments.of("a.php", "PHP syntax", """
                        <p>Hi</p>
                        <?php
                        declare(strict_types=1);
                        final class A {
                            public function __construct(private readonly ?int $x = null) {}
                            public function f(): string { return match (true) { $this->x > 1 => 'a', default => 'b' }; }
                        }
                        """, "default => 'b' }; }", "default => 'b' ; }", 6),
                Arguments.of("a.sh", "Bash syntax", """
                        #!/bin/bash
                        set -euo pipefail
                        for f in "$@"; do
                          if [[ $f == *.txt ]]; then echo "${f%.txt}"; fi
                        done
                        """, "then echo", "then ; echo", 4),
                Arguments.of("a.kt", "Kotlin syntax", """
                        package a
                        data class A(val x: Int = 1)
                        fun <T : Any> T?.f(): String = when (this) {
                            is A -> "a${x}"
                            else -> "b"
                        }
                        """, "is A ->", "is A -", 4),
                Arguments.of("a.scala", "Scala syntax", """
                        package a
                        object A {
                          def f[T](x: T)(implicit o: Ordering[T]): Option[T] = x match {
                            case y if o.gt(y, y) => Some(y)
                            case _ => None
                          }
                        }
                        """, "Some(y)", "Some(y", 4),
                Arguments.of("a.swift", "Swift syntax", """
                        import Foundation
                        struct A<T: Equatable> {
                            let x: T
                            func f() throws -> T? {
                                guard x == x else { return nil }
                                return x
                            }
                        }
                        """, "let x: T", "let x T", 3),
                Arguments.of("a.css", "CSS syntax", """
                        :root { --a: 1px; }
                        @media (min-width: 10em) {
                          .a > .b:not(.c)::before { color: rgb(1 2 3 / 50%); }
                        }
                        """, ".b:not(.c)", ".b:not(.c", 3),
                Arguments.of("a.html", "HTML syntax", """
                        <!DOCTYPE html>
                        <html lang="en"><head><title>a</title></head>
                        <body>
                        <p>x <b>y</b></p>
                        </body></html>
                        """, "<b>y</b>", "<b>y</i>", 4),
                Arguments.of("A.java", "Java syntax", """
                        sealed interface A permits A.B {
                            record B(int x) implements A {
                            }
                        }
                        """, "(int x)", "(int )", 2),
                Arguments.of("a.json", "JSON syntax", "{\n\"a\": [1,\n2]\n}\n", "2]", "2}", 3),
                Arguments.of("a.xml", "XML syntax", "<a>\n<b/>\n</a>\n", "<b/>", "<b>", 3),
                Arguments.of("a.toml", "TOML syntax", "[a]\nb = 1\n", "= 1", "= ", 2),
                Arguments.of("a.yml", "YAML syntax", "a:\n  - 1\n  - {b: c}\n", "{b: c}", "{b: c]", 3));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void plantedFaultIsFoundOnItsLineAndGoneAfterTheFix(String name, String sensor, String sound, String what, String by, int line)
            throws IOException {
        assertThat(sound).contains(what);
        String faulty = sound.replace(what, by);

        assertThat(check(new Trees().after(name, sound))).satisfies(r -> {
            assertThat(r.sensor()).isEqualTo(sensor);
            assertThat(r.state()).isEqualTo(new State.Passed("1 file"));
        });
        SensorResult broken = check(new Trees().before(name, sound).after(name, faulty));
        assertThat(broken.sensor()).isEqualTo(sensor);
        assertThat(broken.residuals()).isNotEmpty().first().satisfies(r -> {
            assertThat(r.path()).contains(WorkspacePath.of(name));
            assertThat(r.line()).isEqualTo(line);
            assertThat(r.column()).isPositive();
        });
        SensorResult mended = check(new Trees().before(name, faulty).after(name, sound));
        assertThat(mended.state()).isEqualTo(new State.Passed("1 file"));
        assertThat(mended.baseline().relief()).isPositive();
    }

    private SensorResult check(Trees trees) throws IOException {
        return sensor(false).check(trees.request(Contract.OPEN), Progress.NONE).getFirst();
    }

    @Test
    void newFileThatAGrammarCannotParseIsNotCheckedByName() throws IOException {
        List<SensorResult> results = sensor(false).check(new Trees().after("a.kt", "fun f( = 1\n").request(Contract.OPEN), Progress.NONE);

        assertThat(results).singleElement().satisfies(r -> assertThat(r.state()).isInstanceOfSatisfying(State.NotChecked.class,
                no -> assertThat(no.why()).contains("a.kt: it is new", "line 1", "newer than the parser")));
    }

    @Test
    void errorsOfAnOldFileStayOldWhenOtherLinesChange() throws IOException {
        String old = "fun f( = 1\n\nfun g() = 2\n";
        SensorResult result = check(new Trees().before("a.kt", old).after("a.kt", old.replace("= 2", "= 3") + "\n// end\n"));

        assertThat(result.state()).isEqualTo(new State.Passed("1 file, nothing new"));
        assertThat(result.baseline().before()).isNotEmpty();
    }

    @Test
    void pythonIsReadByItsOwnCompilerWhichSeesIndentation() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(Pythons.here(folder).isExact(), "no python3 runs on this machine");
        var trees = new Trees().after("a.py", "def f():\n    x = 1\n      y = 2\n").after("b.py", "x = 1\n").after("c.py", "return 1\n");

        SensorResult result = sensor(true).check(trees.request(Contract.OPEN), Progress.NONE).getFirst();

        assertThat(result.residuals()).extracting(r -> r.path().orElseThrow().value(), Residual::line)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a.py", 3), org.assertj.core.groups.Tuple.tuple("c.py", 1));
        assertThat(result.residuals().getFirst().message()).startsWith("unexpected indent (Python 3.");
    }

    @Test
    void pythonIsCompiledAndNeverRun() throws IOException {
        Path told = folder.resolve("told");
        var trees = new Trees().after("a.py", "open(" + '"' + told + '"' + ", 'w').write('x')\n");

        assertThat(sensor(true).check(trees.request(Contract.OPEN), Progress.NONE).getFirst().state()).isEqualTo(new State.Passed("1 file"));
        assertThat(told).doesNotExist();
    }

    @Test
    void columnsAreCountedInCharactersNotBytes() throws IOException {
        SensorResult result = check(new Trees().before("a.js", "").after("a.js", "let a = '\u00e4\ud83d\ude00'; let = = 1;\n"));

        assertThat(result.residuals()).first().satisfies(r -> assertThat(r.column()).isBetween(16, 23));
    }

    @Test
    void unknownLanguageIsNamed() throws IOException {
        assertThat(check(new Trees().after("a.zig", "x").after("Makefile", "x:")).state())
                .isEqualTo(new State.NotChecked("no parser for .zig, Makefile (2 files)"));
    }

    @Test
    void depthBreaksNoGrammar() {
        byte[] deep = "(".repeat(50_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (Grammar grammar : Grammars.all()) {
            assertThat(grammar.parse(WorkspacePath.of("a"), deep)).as(grammar.language())
                    .isInstanceOf(grammar.language().equals("PHP") ? Syntax.Parse.Fine.class : Syntax.Parse.Faulty.class);
        }
    }
}
