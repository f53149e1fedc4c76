#!/bin/sh
# Fuzzes what reads input of others, guided by coverage: fuzz.sh SECONDS [FOLDER]
#
# Wants compiled classes and tests (mvn test-compile) and Jazzer, which is no dependency of the build:
#   mvn org.apache.maven.plugins:maven-dependency-plugin:3.11.0:get -Dartifact=com.code-intelligence:jazzer:0.30.0
# An input that takes longer than LONGEST seconds (20) is a hang. The seconds are shared out among TARGETS in
# per cent. Regular expressions of a plan are expressions on purpose, and are held against a line for a bounded time. What it finds lies in FOLDER/TARGET; ends with 1 where anything was found.
set -u
seconds=$1
folder=${2:-target/fuzz}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jazzer=$(find "$repository/com/code-intelligence" -name 'jazzer-0.30.0.jar' -o -name 'jazzer-api-0.30.0.jar' | paste -sd: -)
[ -n "$jazzer" ] || { echo "Jazzer 0.30.0 is not in $repository; see the head of $0" >&2; exit 2; }
classes=${CLASSES:-target/test-classes:target/classes:$(mvn -o -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -DincludeScope=test -Dmdep.outputFile=/dev/stdout)}
"$java" -Dbasedir="${BASEDIR:-.}" -cp "$classes" dev.countersign.fuzz.Seeds "$folder" || exit 2
found=0
for share in ${TARGETS:-Starlark:34 Config:16 Patch:14 Paths:10 Rules:9 ScriptFile:7 Secrets:5 Leaf:5}; do
  target=${share%:*}
  own=$((seconds * ${share#*:} / 100))
  echo "$target, $own s"
  "$java" -Xmx700m -XX:+UseSerialGC -da:org.tomlj... -Dbasedir="${BASEDIR:-.}" -cp "$classes:$jazzer" com.code_intelligence.jazzer.Jazzer \
    --target_class="dev.countersign.fuzz.Targets\$$target" '--instrumentation_includes=dev.countersign.**' --keep_going=20 \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection \
    --reproducer_path="$folder/$target" -artifact_prefix="$folder/$target/" -dict="$folder/$target/words" -max_total_time="$own" \
    -timeout="${LONGEST:-20}" -rss_limit_mb=0 -max_len=8192 -print_final_stats=1 "$folder/$target/corpus" >"$folder/$target/log" 2>&1 || found=1
  grep -aE '^(Done|stat::number_of_executed_units|== Java Exception|ERROR|SUMMARY)' "$folder/$target/log"
done
exit $found
