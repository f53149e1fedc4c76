package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.review.Syntax.Ink;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {
    /// File, a line of it, a word in it, and what that is.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "A.java | public class A { } | class | KEYWORD",
            "A.kt | fun main() { val a = 1 } | fun | KEYWORD",
            "a.js | const a = 'x'; | 'x' | STRING",
            "a.jsx | const a = 'x'; | const | KEYWORD",
            "a.ts | let a: number = 1; | let | KEYWORD",
            "a.tsx | let a: number = 1; | let | KEYWORD",
            "a.py | def f(): return 1 | def | KEYWORD",
            "a.go | func main() { } | func | KEYWORD",
            "a.rs | fn main() { let a = 1; } | fn | KEYWORD",
            "a.c | int main(void) { return 0; } | return | KEYWORD",
            "a.cpp | class A { public: int a; }; | class | KEYWORD",
            "A.cs | public class A { } | class | KEYWORD",
            "a.rb | def f; end | def | KEYWORD",
            "a.php | <?php echo 'x'; ?> | echo | KEYWORD",
            "a.sh | if true; then echo hi; fi | if | KEYWORD",
            "a.sql | SELECT a FROM b | SELECT | KEYWORD",
            "a.html | <p class=\"x\">hi</p> | p | TAG",
            "a.css | p { color: red; } /* c */ | /* c */ | COMMENT",
            "a.xml | <a b=\"c\"/> | a | TAG",
            "a.yaml | a: 1 # c | # c | COMMENT",
            "a.toml | a = 1 # c | # c | COMMENT",
            "a.json | {\"a\": true} | true | KEYWORD",
            "a.md | # Title | # Title | KEYWORD",
            "Dockerfile | FROM debian | FROM | KEYWORD",
            "Makefile | # c | # c | COMMENT",
            "build.gradle | def a = 1 | def | KEYWORD",
            "a.scala | object A { def f = 1 } | def | KEYWORD",
            "a.lua | local a = 1 | local | KEYWORD",
            "a.ps1 | function f { } | function | KEYWORD"})
    void aWordHasItsColour(String file, String line, String word, Ink ink) {
        String language = Syntax.languageOf(WorkspacePath.of(file)).orElseThrow();
        int start = line.indexOf(word);
        List<Syntax.Span> spans = Syntax.of(language, List.of(line)).spans(0);
        assertThat(spans).as(spans.toString()).anyMatch(span -> span.ink() == ink && span.start() <= start && span.end() >= start + word.length());
    }
}
