#include "tests/house/cpp_text.hpp"
#include "tests/house/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::house {
namespace {

struct Impure {
  std::string_view word;
  std::string_view instead;
  bool called = false;  // only where a "(" follows: the plain word may well be one of ours
};

constexpr std::string_view take_now = "take `now` as an argument";
constexpr std::string_view take_ids = "take what must be random as an argument";
constexpr std::string_view no_threads = "leave threads to storage and api; pure code needs no lock";
constexpr std::string_view no_io =
    "take text and return text; files, streams and the environment belong to storage and api";

constexpr std::array impure{
    Impure{"system_clock", take_now},
    Impure{"steady_clock", take_now},
    Impure{"high_resolution_clock", take_now},
    Impure{"utc_clock", take_now},
    Impure{"clock_gettime", take_now},
    Impure{"gettimeofday", take_now},
    Impure{"localtime", take_now},
    Impure{"localtime_r", take_now},
    Impure{"current_zone", take_now},
    Impure{"rand", take_ids, true},
    Impure{"srand", take_ids},
    Impure{"random_device", take_ids},
    Impure{"mt19937", take_ids},
    Impure{"mt19937_64", take_ids},
    Impure{"default_random_engine", take_ids},
    Impure{"getrandom", take_ids},
    Impure{"getentropy", take_ids},
    Impure{"RAND_bytes", take_ids},
    Impure{"thread", no_threads},
    Impure{"jthread", no_threads},
    Impure{"this_thread", no_threads},
    Impure{"thread_local", no_threads},
    Impure{"mutex", no_threads},
    Impure{"shared_mutex", no_threads},
    Impure{"recursive_mutex", no_threads},
    Impure{"condition_variable", no_threads},
    Impure{"atomic", no_threads},
    Impure{"once_flag", no_threads},
    Impure{"async", no_threads, true},
    Impure{"sleep", no_threads, true},
    Impure{"usleep", no_threads},
    Impure{"nanosleep", no_threads},
    Impure{"sleep_for", no_threads},
    Impure{"sleep_until", no_threads},
    Impure{"ifstream", no_io},
    Impure{"ofstream", no_io},
    Impure{"fstream", no_io},
    Impure{"cin", no_io},
    Impure{"cout", no_io},
    Impure{"cerr", no_io},
    Impure{"clog", no_io},
    Impure{"printf", no_io},
    Impure{"fprintf", no_io},
    Impure{"puts", no_io},
    Impure{"fopen", no_io},
    Impure{"getenv", no_io},
    Impure{"LoadFile", no_io},
    Impure{"filesystem", no_io},
    Impure{"socket", no_io, true},
};

constexpr std::array<std::string_view, 15> impure_headers{
    "thread", "mutex",      "shared_mutex", "condition_variable", "future", "atomic", "semaphore", "random",
    "ctime",  "filesystem", "fstream",      "iostream",           "cstdio", "time.h", "unistd.h"};

Impure const* impurity(std::string_view name, std::string_view after) {
  auto const found = std::ranges::find(impure, name, &Impure::word);
  if (found == impure.end()) return nullptr;
  auto const next = after.find_first_not_of(' ');
  bool const called = next != std::string_view::npos && after[next] == '(';
  return !found->called || called ? &*found : nullptr;
}

// `time` and `now` are fine names of our own; the C library's time takes a pointer, mostly null, and a clock's now is
// static.
bool reads_a_clock(std::string_view before, std::string_view name, std::string_view after) {
  auto const next = after.find_first_not_of(' ');
  if (name == "now") return before.ends_with("::") && next != std::string_view::npos && after[next] == '(';
  return name == "time" && (after.starts_with("(nullptr)") || after.starts_with("(NULL)") || after.starts_with("(0)"));
}

}  // namespace

Findings the_core_is_pure(Tree const& tree) {
  Findings findings;
  for (auto const& file : tree) {
    if (!file.is_cpp() || !(file.is_under("engine") || file.is_under("workflows"))) continue;
    for (auto const& include : includes_of(file.text))
      if (include.angled && std::ranges::find(impure_headers, include.target) != impure_headers.end())
        findings.push_back({file.path, include.line, fmt::format("do without <{}>: {}", include.target, no_io)});
    auto const whole = lines_of(file.text);
    auto const code = take_apart(file.text).code;
    for (auto const& [number, line] : lines_of(code)) {
      if (line.find("#include") != std::string_view::npos || is_excused(whole, number, "allow-impure")) continue;
      for (auto const name : identifiers_in(line)) {
        auto const before = line.substr(0, static_cast<std::size_t>(name.data() - line.data()));
        auto const after = line.substr(before.size() + name.size());
        if (auto const* found = impurity(name, after))
          findings.push_back({file.path, number, fmt::format("do without `{}`: {}", name, found->instead)});
        else if (reads_a_clock(before, name, after))
          findings.push_back({file.path, number, fmt::format("do without `{}()`: {}", name, take_now)});
      }
    }
  }
  return findings;
}

}  // namespace redress::house
