package dev.countersign.ledger.duckdb;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The functions that people's SQL may call: pure ones whose result is about as large as what goes in. None reads files, the
/// environment, settings or other tables; none makes something large out of a number.
final class SqlFunctions {
    private static final String OPERATORS = "+ - * / // % ** ^ || & | << >> ~ @ ~~ !~~ ~~* !~~* ~~~ ^@ !";
    private static final String AGGREGATES = """
            count count_star count_if sum avg mean min max median mode quantile quantile_cont quantile_disc mad first last any_value
            arg_min arg_max min_by max_by bool_and bool_or stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop
            covar_samp regr_slope regr_intercept skewness kurtosis entropy approx_count_distinct approx_quantile string_agg
            group_concat listagg list array_agg histogram product sum_no_overflow fsum grouping""";
    private static final String WINDOWS = """
            row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value""";
    private static final String TEXTS = """
            lower upper lcase ucase length len strlen char_length character_length substr substring left right trim ltrim rtrim replace
            contains starts_with ends_with prefix suffix instr strpos position split_part string_split str_split split concat concat_ws
            regexp_matches regexp_extract regexp_replace regexp_full_match like_escape not_like_escape ilike_escape not_ilike_escape
            reverse ascii chr hex md5 sha256 levenshtein jaccard strip_accents nullif ifnull""";
    private static final String NUMBERS = """
            abs sign round floor ceil ceiling trunc sqrt cbrt ln log log2 log10 exp power pow mod divide multiply add subtract greatest
            least isnan isfinite isinf even gcd lcm""";
    private static final String TIMES = """
            date_trunc datetrunc date_part datepart date_diff datediff date_sub datesub date_add age strftime epoch epoch_ms year month
            day hour minute second quarter week weekday dayofweek isodow dayofyear dayname monthname yearweek last_day time_bucket
            make_date make_timestamp make_timestamp_ms to_timestamp to_years to_months to_weeks to_days to_hours to_minutes to_seconds
            to_milliseconds strptime try_strptime""";
    private static final String LISTS = """
            list_value list_contains array_contains list_has array_has list_extract array_extract list_element array_length list_sort
            list_distinct array_slice list_slice list_unique unnest row struct_pack struct_extract""";

    static final Set<String> ALL = Stream.of(OPERATORS, AGGREGATES, WINDOWS, TEXTS, NUMBERS, TIMES, LISTS)
            .flatMap(names -> Stream.of(names.strip().split("\\s+"))).collect(Collectors.toUnmodifiableSet());

    private SqlFunctions() {}
}
