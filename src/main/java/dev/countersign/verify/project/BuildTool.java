package dev.countersign.verify.project;

/// Tools that build and test projects, in the order in which their commands run.
enum BuildTool {
    MAVEN, GRADLE, NODE, CARGO, GO, PYTHON, CMAKE, DOTNET, BAZEL, MAKE
}
