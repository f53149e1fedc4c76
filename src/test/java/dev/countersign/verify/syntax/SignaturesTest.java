package dev.countersign.verify.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.Signature;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What moves a signature and what does not, in each language that has one.
class SignaturesTest {
    private static final Signatures SIGNATURES = new Signatures(new JavaSyntax(),
            Stream.concat(Grammars.all().stream(), Stream.of(Grammars.python())).toList());

    /// @param same  other comments, bodies and private parts
    /// @param moved one exported declaration is another
    record Language(String file, String text, String same, String moved) {
        @Override
        public String toString() {
            return file;
        }
    }

    static List<Language> languages() {
        return List.of(
                new Language("Calc.java", """
                        package a;
                        import java.util.List;
                        /** Adds. */
                        public interface Calc {
                            int LIMIT = 9;
                            int add(List<Integer> all, int more);
                            default int one() { return 1; }
                        }
                        class Inner { private int kept; private void secret(int a) {} int seen() { return 1; } }
                        """, """
                        package a;

                        import java.util.List;
                        import java.util.Map;

                        public interface Calc {
                            // another comment
                            default int one() { int x = 2; return x; }
                            int LIMIT = 9;
                            int add(List<Integer> numbers, int further);
                        }
                        class Inner { private long other; int seen() { return kept(); } private int kept() { return 4; } }
                        """, """
                        package a;
                        import java.util.List;
                        public interface Calc {
                            int LIMIT = 9;
                            int add(List<Integer> all, long more);
                            default int one() { return 1; }
                        }
                        class Inner { int seen() { return 1; } }
                        """),
                new Language("calc.py", """
                        \"\"\"Adds.\"\"\"
                        import os
                        LIMIT = 9
                        class Calc:
                            \"\"\"What adds.\"\"\"
                            def add(self, a: int, b=1) -> int:
                                return a + b
                            def _inner(self): pass
                        def total(*all):
                            return sum(all)
                        """, """
                        # other words
                        import os, sys
                        LIMIT = 9
                        class Calc:
                            def add(self, a: int, b=1) -> int:
                                \"\"\"Says more.\"\"\"
                                c = a
                                return c + b
                        def total(*all):
                            return 0
                        print(total())
                        """, """
                        LIMIT = 9
                        class Calc:
                            def add(self, a: int, b=1, c=2) -> int:
                                return a + b
                        def total(*all):
                            return sum(all)
                        """),
                new Language("calc.ts", """
                        import { x } from './x';
                        export interface Calc { add(a: number, b: number): number; }
                        export class Sum implements Calc {
                            private kept = 1;
                            add(a: number, b: number): number { return a + b; }
                        }
                        function inner(a: number) { return a; }
                        export const twice = (a: number): number => inner(a) * 2;
                        """, """
                        // other
                        import { x, y } from './x';
                        export interface Calc { /* words */ add(a: number, b: number): number; }
                        export class Sum implements Calc {
                            private other = '2';
                            add(a: number, b: number): number { const c = a; return c + b; }
                        }
                        function inner(a: number, more: string) { return a; }
                        export const twice = (a: number): number => inner(a, '') + a;
                        """, """
                        export interface Calc { add(a: number, b: number): string; }
                        export class Sum implements Calc {
                            add(a: number, b: number): number { return a + b; }
                        }
                        export const twice = (a: number): number => inner(a) * 2;
                        """),
                new Language("calc.js", """
                        const y = require('y');
                        function add(a, b) { return a + b; }
                        function inner() { return 1; }
                        exports.twice = function (a) { return a * 2; };
                        module.exports.add = add;
                        """, """
                        // words
                        function add(a, b) { let c = a; return c + b; }
                        function inner(more) { return 2; }
                        exports.twice = function (a) { return a + a; };
                        module.exports.add = add;
                        """, """
                        function add(a, b, c) { return a + b; }
                        exports.twice = function (a) { return a * 2; };
                        module.exports.add = add;
                        """),
                new Language("calc.go", """
                        package calc
                        import "fmt"
                        // Calc adds.
                        type Calc interface { Add(a, b int) int }
                        type Sum struct { Kept int }
                        func (s Sum) Add(a, b int) int { return a + b }
                        """, """
                        package calc
                        // Calc sums up.
                        type Calc interface { Add(a, b int) int }
                        type Sum struct { Kept int }
                        func (s Sum) Add(a, b int) int { c := a; return c + b }
                        """, """
                        package calc
                        type Calc interface { Add(a, b int) (int, error) }
                        type Sum struct { Kept int }
                        func (s Sum) Add(a, b int) int { return a + b }
                        """),
                new Language("calc.rs", """
                        /// Adds.
                        pub trait Calc { fn add(&self, a: i32) -> i32; }
                        pub struct Sum { pub kept: i32, hidden: u8 }
                        impl Calc for Sum { fn add(&self, a: i32) -> i32 { a + self.kept } }
                        impl Sum { pub fn new() -> Sum { Sum { kept: 1, hidden: 0 } } fn inner(&self) {} }
                        fn inner() {}
                        """, """
                        pub trait Calc { fn add(&self, a: i32) -> i32; }
                        pub struct Sum { pub kept: i32, hidden: u16 }
                        impl Calc for Sum { fn add(&self, a: i32) -> i32 { let b = a; b + self.kept } }
                        impl Sum { pub fn new() -> Sum { Sum { kept: 2, hidden: 0 } } fn other(&self) {} }
                        fn inner(a: i32) {}
                        """, """
                        pub trait Calc { fn add(&self, a: i64) -> i32; }
                        pub struct Sum { pub kept: i32, hidden: u8 }
                        impl Calc for Sum { fn add(&self, a: i32) -> i32 { a + self.kept } }
                        impl Sum { pub fn new() -> Sum { Sum { kept: 1, hidden: 0 } } }
                        """),
                new Language("calc.h", """
                        #ifndef CALC_H
                        #define CALC_H
                        /* adds */
                        int add(int a, int b);
                        struct sum { int kept; };
                        #endif
                        """, """
                        #ifndef CALC_H
                        #define CALC_H
                        // sums up
                        int add(int a,
                                int b);
                        struct sum { int kept; };
                        #endif
                        """, """
                        #ifndef CALC_H
                        #define CALC_H
                        long add(int a, int b);
                        struct sum { int kept; };
                        #endif
                        """),
                new Language("calc.c", """
                        #include "calc.h"
                        static int inner(int a) { return a; }
                        int add(int a, int b) { return inner(a) + b; }
                        """, """
                        #include "calc.h"
                        #include <stdio.h>
                        static long inner(long a) { return a; }
                        int add(int a, int b) { puts("x"); return inner(a) + b; }
                        """, """
                        #include "calc.h"
                        int add(int a, int b, int c) { return a + b; }
                        """),
                new Language("calc.cpp", """
                        namespace calc {
                        // adds
                        class Sum { public: int add(int a, int b) const { return a + b; } };
                        }
                        """, """
                        namespace calc {
                        class Sum { public: int add(int a, int b) const { int c = a; return c + b; } };
                        }
                        """, """
                        namespace calc {
                        class Sum { public: int add(int a, int b) { return a + b; } };
                        }
                        """),
                new Language("Calc.cs", """
                        using System;
                        namespace A {
                            /// Adds.
                            public interface ICalc { int Add(int a, int b); }
                            public class Sum : ICalc { private int kept; public int Add(int a, int b) => a + b; public int One { get { return 1; } } }
                        }
                        """, """
                        namespace A {
                            public interface ICalc { int Add(int a, int b); }
                            public class Sum : ICalc { private long other; public int Add(int a, int b) => b + a; public int One { get { return 2; } } }
                        }
                        """, """
                        namespace A {
                            public interface ICalc { int Add(int a, int b, int c); }
                            public class Sum : ICalc { public int Add(int a, int b) => a + b; public int One { get { return 1; } } }
                        }
                        """),
                new Language("calc.rb", """
                        # adds
                        class Calc
                          LIMIT = 9
                          def add(a, b = 1)
                            a + b
                          end
                        end
                        """, """
                        class Calc
                          # sums up
                          LIMIT = 9
                          def add(a, b = 1)
                            c = a
                            c + b
                          end
                        end
                        """, """
                        class Calc
                          LIMIT = 9
                          def add(a, b = 2)
                            a + b
                          end
                        end
                        """),
                new Language("deep.rb", """
                        module Outer
                          class Calc
                            def add(a) = a
                          end
                        end
                        """, """
                        module Outer
                          class Calc
                            def add(a) = a + 0
                          end
                        end
                        """, """
                        module Outer
                          class Calc
                            def add(a, b) = a
                          end
                        end
                        """),
                new Language("Calc.php", """
                        <?php
                        namespace A;
                        /** Adds. */
                        class Calc { private int $kept = 1; public function add(int $a, int $b): int { return $a + $b; } }
                        """, """
                        <?php
                        namespace A;
                        use B\\C;
                        class Calc { private string $other = ''; public function add(int $a, int $b): int { $c = $a; return $c + $b; } }
                        """, """
                        <?php
                        namespace A;
                        class Calc { public function add(int $a, int $b): float { return $a + $b; } }
                        """),
                new Language("Calc.kt", """
                        package a
                        // adds
                        interface Calc {
                            fun add(a: Int, b: Int): Int
                        }
                        class Sum : Calc {
                            private val kept = 1
                            override fun add(a: Int, b: Int): Int = a + b
                        }
                        """, """
                        package a
                        import b.C
                        interface Calc {
                            fun add(a: Int, b: Int): Int
                        }
                        class Sum : Calc {
                            private val other = "x"
                            override fun add(a: Int, b: Int): Int { return b + a }
                        }
                        """, """
                        package a
                        interface Calc {
                            fun add(a: Int, b: Int): Long
                        }
                        class Sum : Calc {
                            override fun add(a: Int, b: Int): Int = a + b
                        }
                        """),
                new Language("Calc.scala", """
                        // adds
                        trait Calc { def add(a: Int, b: Int): Int }
                        class Sum extends Calc { private val kept = 1; def add(a: Int, b: Int): Int = a + b }
                        """, """
                        trait Calc { def add(a: Int, b: Int): Int }
                        class Sum extends Calc { private val other = 2; def add(a: Int, b: Int): Int = b + a }
                        """, """
                        trait Calc { def add(a: Int, b: Long): Int }
                        class Sum extends Calc { def add(a: Int, b: Int): Int = a + b }
                        """),
                new Language("Calc.swift", """
                        // adds
                        protocol Calc { func add(_ a: Int, _ b: Int) -> Int }
                        struct Sum: Calc { private var kept = 1
                            func add(_ a: Int, _ b: Int) -> Int { return a + b } }
                        """, """
                        import Foundation
                        protocol Calc { func add(_ a: Int, _ b: Int) -> Int }
                        struct Sum: Calc { private var other = "2"
                            func add(_ a: Int, _ b: Int) -> Int { return b + a } }
                        """, """
                        protocol Calc { func add(_ a: Int, _ b: Int) -> Double }
                        struct Sum: Calc {
                            func add(_ a: Int, _ b: Int) -> Int { return a + b } }
                        """));
    }

    private static Signature read(String file, String text) {
        return SIGNATURES.of(WorkspacePath.of(file), text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void commentsBodiesAndPrivatePartsDoNotMoveIt(Language language) {
        assertThat(read(language.file(), language.same()).movedFrom(read(language.file(), language.text()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void anotherDeclarationMovesIt(Language language) {
        assertThat(read(language.file(), language.moved()).movedFrom(read(language.file(), language.text()))).hasSize(2);
    }

    @Test
    void declarationsAreLinesThatPeopleCanRead() {
        assertThat(read("Calc.java", """
                package a;
                import java.util.*;
                import java.util.function.Supplier;
                public sealed abstract class Calc<T extends Number> implements Supplier<T> permits Sum {
                    protected static final long LIMIT = 3 + 4;
                    public static final Object LOCK = new Object();
                    Calc(int... all) throws Exception {}
                    public enum Way { UP, DOWN { @Override int step() { return -1; } }; int step() { return 1; } }
                    record Pair(int a, String b) { Pair { a++; } static Pair of() { return null; } }
                }
                """).declarations()).containsExactly(
                "a.Calc.Pair: component 0 int a", "a.Calc.Pair: component 1 String b", "a.Calc.Pair: static Pair of()",
                "a.Calc.Way: constant DOWN", "a.Calc.Way: constant UP", "a.Calc.Way: int step()",
                "a.Calc: <init>(int...) throws Exception", "a.Calc: protected static final long LIMIT = 3 + 4", "a.Calc: public static final Object LOCK",
                "import java.util.function.Supplier",
                "public abstract sealed class a.Calc<T extends Number> implements Supplier<T> permits Sum",
                "public enum a.Calc.Way", "record a.Calc.Pair");
    }

    @Test
    void fileThatDoesNotParseOrDeclaresNothingHasNone() {
        assertThat(SIGNATURES.of(WorkspacePath.of("A.java"), "class {".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(SIGNATURES.of(WorkspacePath.of("a.go"), "func (".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(SIGNATURES.of(WorkspacePath.of("a.proto"), "message A {}".getBytes(StandardCharsets.UTF_8))).isEqualTo(Optional.empty());
        assertThat(SIGNATURES.of(WorkspacePath.of("a.py"), "print(1)\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
