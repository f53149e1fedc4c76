package dev.countersign.starlark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Scripts that want more than they are given end in a typed failure.
class LimitsTest {
    private static final Limits LIMITS = new Limits(2_000_000, 16L << 20, 100, Duration.ofMinutes(1));

    private static final List<String> BOMBS = List.of(
            "def f():\n  for a in range(1 << 50):\n    pass\nf()",
            "[0 for a in range(1 << 30) for b in range(1 << 30)]", "list(range(1 << 40))", "tuple(range(1 << 40))", "set(range(1 << 31))",
            "sorted(range(1 << 31))", "reversed(range(1 << 31))", "enumerate(range(1 << 31))", "zip(range(1 << 31), range(1 << 31))",
            "max(range(1 << 31))", "min(range(1 << 31))", "all(range(1, 1 << 40))", "any([x for x in range(1 << 40)])", "bytes(range(1 << 31))",
            "{x: x for x in range(1 << 40)}", "dict([(x, x) for x in range(1 << 40)])", "'a' * (1 << 30)", "b'a' * (1 << 30)", "[0] * (1 << 30)",
            "(0,) * (1 << 30)", "(1 << 30) * 'ab'", "'a' * (1 << 62)", "1 << 511 << 511 << (1 << 40)",
            "def f():\n  s = 'a'\n  for i in range(60):\n    s += s\nf()", "def f():\n  s = [1]\n  for i in range(60):\n    s += s\nf()",
            "def f():\n  s = [1]\n  for i in range(60):\n    s.extend(s)\nf()", "def f():\n  s = (1,)\n  for i in range(60):\n    s = s + s\nf()",
            "def f():\n  x = 3\n  for i in range(60):\n    x = x * x\nf()", "def f():\n  x = 3\n  for i in range(1 << 30):\n    x = x << 500\nf()",
            "def f():\n  t = (1, 1)\n  for i in range(60):\n    t = (t, t)\n  return str(t)\nf()",
            "def f():\n  a, b = (1,), (1,)\n  for i in range(60):\n    a, b = (a, a), (b, b)\n  return a == b\nf()",
            "def f():\n  a = []\n  for i in range(100000):\n    a = [a]\n  return str(a)\nf()",
            "def f():\n  a, b = [], []\n  for i in range(1000):\n    a, b = [a], [b]\n  return a == b\nf()",
            "def f():\n  a = ()\n  for i in range(1000):\n    a = (a,)\n  return {a: 1}\nf()", "def f():\n  f()\nf()", "(lambda f: f(f))(lambda f: f(f))",
            "('%s' * 1000) % tuple(['a' * 100000] * 1000)", "'{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}'.format('a' * 4000000)",
            "('a' * 100000).join(['b'] * 10000)", "('a' * 10000).replace('', 'b' * 10000)", "('a' * 3000000).split('a')", "('a ' * 3000000).split()",
            "('\\n' * 3000000).splitlines()", "list(('a' * 3000000).elems())", "int('9' * 1000000)",
            "def f():\n  for i in range(1 << 40):\n    ('a' * 100000).find('a' * 50000 + 'b')\nf()",
            "def f():\n  a = list(range(100000))\n  for i in range(1 << 40):\n    a.insert(0, a.pop())\nf()",
            "def f():\n  a = list(range(10000))\n  for i in range(1 << 40):\n    (-1) in a\nf()",
            "def f():\n  for i in range(1 << 40):\n    print('a' * 1000)\nf()");

    @TestFactory
    Stream<DynamicTest> bombsEndInATypedFailure() {
        assertThat(BOMBS).hasSizeGreaterThan(40);
        return BOMBS.stream().map(bomb -> DynamicTest.dynamicTest(bomb.replace("\n", "; "), () -> {
            var evaluation = new Evaluation(LIMITS, line -> { });
            var program = Program.parse("bomb.star", bomb, Set.of());
            assertThat(catchThrowableOfType(StarlarkException.class, () -> program.execute(evaluation, Map.of(), Program.Loader.NONE))).isNotNull();
        }));
    }
}
