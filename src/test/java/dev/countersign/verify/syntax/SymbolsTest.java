package dev.countersign.verify.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which names a file declares, in each language: those of the samples that move or leave a signature.
class SymbolsTest {
    private static final Signatures SIGNATURES = new Signatures(new JavaSyntax(),
            Stream.concat(Grammars.all().stream(), Stream.of(Grammars.python())).toList());

    private static String symbols(String file, String text) {
        return String.join(" ", SIGNATURES.symbols(WorkspacePath.of(file), text.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    @Test
    void everySampleOfASignatureDeclaresItsNames() {
        var found = new TreeMap<String, String>();
        SignaturesTest.languages().forEach(language -> found.put(language.file(), symbols(language.file(), language.text())));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                Map.entry("Calc.cs", "A A.ICalc A.ICalc.Add A.Sum A.Sum.Add A.Sum.One"),
                Map.entry("Calc.java", "a.Calc a.Calc.LIMIT a.Calc.add a.Calc.one a.Inner a.Inner.seen"),
                Map.entry("Calc.kt", "Calc Calc.add Sum Sum.add"),
                Map.entry("Calc.php", "A Calc Calc.add"),
                Map.entry("Calc.scala", "Calc Calc.add Sum Sum.add"),
                Map.entry("Calc.swift", "Calc Calc.add Sum Sum.add"),
                Map.entry("calc.c", "add"),
                Map.entry("calc.cpp", "calc calc.Sum calc.Sum.add"),
                Map.entry("calc.go", "Calc Calc.Add Sum Sum.Add Sum.Kept"),
                Map.entry("calc.h", "CALC_H add sum sum.kept"),
                Map.entry("calc.js", "add twice"),
                Map.entry("calc.py", "Calc Calc.add LIMIT total"),
                Map.entry("calc.rb", "Calc Calc.LIMIT Calc.add"),
                Map.entry("deep.rb", "Outer Outer.Calc Outer.Calc.add"),
                Map.entry("calc.rs", "Calc Calc.add Sum Sum.add Sum.kept Sum.new"),
                Map.entry("calc.ts", "Calc Calc.add Sum Sum.add twice")));
    }

    static List<Arguments> sources() {
        return List.of(
                Arguments.of("a.js", """
                        module.exports = { one, two: 2, three() { return 4; } };
                        function hidden() {}
                        """, "one three two"),
                Arguments.of("b.mjs", """
                        export default function main() {}
                        const a = 1, b = 2;
                        export { a as c };
                        export class K { m() {} static #p = 1; get g() { return 1; } }
                        export const d = () => 1;
                        """, "K K.g K.m a b c d main"),
                Arguments.of("a.ts", """
                        export enum E { A, B = 2 }
                        export type T = { x: number };
                        export abstract class K { constructor(readonly q: number) {} abstract m(): void; field: string = 'x'; }
                        export namespace N { export function f() { function in1() {} } function hidden() {} export namespace In { export const x = 1; } }
                        declare namespace Far { function g(): void; }
                        namespace Kept { export function h() {} }
                        """, "E E.A E.B K K.constructor K.field K.m N N.In N.In.x N.f T T.x"),
                Arguments.of("b.ts", """
                        namespace A.B { export function f() {} function hidden() {} }
                        declare namespace Far { function g(): void; namespace In { const x: number; } }
                        declare module 'other' { export function k(): void; }
                        """, "A.B A.B.f Far Far.In Far.In.x Far.g k"),
                Arguments.of("a.c", """
                        typedef struct node { int v; struct node *next; } node_t;
                        static int s;
                        int *p, q[3];
                        enum color { RED, GREEN = 2 };
                        int (*callback)(int a);
                        char *name(int a) { return 0; }
                        #define MOST 3
                        #define TWICE(x) (x)
                        """, "MOST TWICE callback color color.GREEN color.RED name node node.next node.v node_t p q"),
                Arguments.of("a.cpp", """
                        template <typename T> class Box { public: T get() const; Box(); ~Box(); int v = 1; };
                        int n::Other::f(int a) { return a; }
                        using Alias = int;
                        """, "Alias Box Box.Box Box.get Box.v n.Other.f"),
                Arguments.of("a.go", """
                        package a
                        const One, Two = 1, 2
                        var V int
                        type ( A struct { X, Y int }
                         B = int )
                        func (s *Set[T]) Put(k T) {}
                        func F() {}
                        """, "A A.X A.Y B F One Set.Put Two V"),
                Arguments.of("a.rs", """
                        pub enum E { A, B(u8), C { d: u8 } }
                        pub const K: u8 = 1;
                        pub mod m { pub fn f() {} }
                        impl<T> Box<T> { pub fn g(&self) {} }
                        pub type T2 = u8;
                        macro_rules! mac { () => {} }
                        """, "Box.g E E.A E.B E.C E.C.d K T2 m m.f mac"),
                Arguments.of("a.py", """
                        A: int = 1
                        B, C = 1, 2
                        @deco(x)
                        def f(a, b=2): pass
                        @dataclass
                        class K(Base):
                            v: int = 0
                            async def g(self): pass
                        """, "A B C K K.g K.v f"),
                Arguments.of("a.cs", """
                        namespace A.B;
                        public class K<T> where T : X { public const int C = 1; public int a, b; public K(int q) {} public event Action E; public string P { get; set; } }
                        public enum Z { One, Two }
                        public record R(int X);
                        """, "A.B K K.C K.E K.K K.P K.a K.b R Z Z.One Z.Two"),
                Arguments.of("a.rb", """
                        module M
                          class K < Base
                            attr_reader :x
                            def self.make; end
                            def ok?; end
                          end
                        end
                        """, "M M.K M.K.make M.K.ok?"),
                Arguments.of("a.php", """
                        <?php
                        const ONE = 1;
                        function f(int $a) {}
                        class K extends B { const TWO = 2; public ?int $v = 1; public static function g() {} }
                        enum S: string { case A = 'a'; }
                        """, "K K.TWO K.g K.v ONE S S.A f"),
                Arguments.of("a.sh", """
                        one() { local x=1; }
                        function two { :; }
                        THREE=3
                        """, "THREE one two"),
                Arguments.of("a.kt", """
                        package a
                        val top = 1
                        data class P(val x: Int, var y: Int)
                        class Q(val seen: Int, private val own: Int, given: Int, override var told: List<String> = listOf()) : R(given)
                        object O {
                            fun f() {}
                        }
                        enum class E { A, B }
                        fun String.ext() = 1
                        typealias T = Int
                        """, "E E.A E.B O O.f P P.x P.y Q Q.seen Q.told T ext top"),
                Arguments.of("a.scala", """
                        package a
                        object O { val v = 1; def f(x: Int) = x; type T = Int }
                        case class P(x: Int)
                        """, "O O.T O.f O.v P a"),
                Arguments.of("a.swift", """
                        enum E { case a, b }
                        class K { let v = 1; init(x: Int) {} }
                        extension K { func g() {} }
                        func f(a: Int) {}
                        typealias T = Int
                        """, "E E.a E.b K K.v T f g"),
                Arguments.of("a.css", """
                        .card, #main > .title { color: red }
                        @media print { .hidden { display: none } }
                        """, "card main title"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void namesThatAreDeclaredAreFoundAndNoOthers(String file, String text, String names) {
        assertThat(symbols(file, text)).isEqualTo(names);
    }

    @Test
    void whatDoesNotParseOrIsOfAnotherLanguageHasNone() {
        assertThat(SIGNATURES.symbols(WorkspacePath.of("a.go"), "func (".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(SIGNATURES.symbols(WorkspacePath.of("a.lua"), "x = 1".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
