package dev.countersign.workspace;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Done twice it is as good as done once: another process that asked and lost the answer asks again. Every method that only reads
/// is so; on a type, all of its methods are. What is not marked is never sent twice, and its caller is told that the outcome is
/// not known.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {}
