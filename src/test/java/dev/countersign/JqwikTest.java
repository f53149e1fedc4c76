package dev.countersign;


import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** jqwik's engine runs beside Jupiter on this JUnit platform. */
class JqwikTest {
    @Property(tries = 50)
    boolean reversingTwiceChangesNothing(@ForAll String text) {
        return new StringBuilder(text).reverse().reverse().length() == text.length();
    }
}
