// Runs an expression and writes its outcome as text, so that a test is a table of expressions and answers.
//
// A value is its CEL literal (`3`, `"a"`, `[1, 2]`), an error "!" and its English sentence, an unknown "?" and its
// labels.
#pragma once

#include "engine/cel/program.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>

namespace redress::cel {

inline std::string written(Outcome const& outcome) {
  if (outcome.is_value()) return to_literal(outcome.value());
  if (outcome.is_error()) return "!" + outcome.error().says.en;
  std::string text = "?";
  for (std::string const& label : outcome.unknown().labels) text += (text.size() > 1 ? "," : "") + label;
  return text;
}

/// Unchecked, as a tool without declarations runs it: every variable of `bindings` is dyn.
inline std::string run(std::string_view source, Bindings const& bindings = Bindings(),
                       Declarations const& declarations = {}) {
  CompileOptions options;
  options.check_types = false;
  Compiled const compiled = compile(source, declarations, options);
  return compiled ? written(compiled->evaluate(bindings)) : "compile: " + compiled.error().front().says.en;
}

struct Case {
  std::string_view source;
  std::string_view expected;  // of an error, any part of its sentence after "!"
};

inline void expect_outcome(Case const& test, std::string const& found) {
  if (test.expected.starts_with('!') && found.starts_with('!')) {
    EXPECT_NE(found.find(test.expected.substr(1)), std::string::npos) << test.source << " gave " << found;
    EXPECT_FALSE(found.size() == 1) << test.source;
  } else {
    EXPECT_EQ(found, test.expected) << test.source;
  }
}

inline void expect_all(std::span<Case const> cases) {
  for (Case const& test : cases) expect_outcome(test, run(test.source));
}

/// Compiled with types checked against the declarations; fails the test if it does not compile.
inline Program checked(std::string_view source, Declarations const& declarations, Type expected = Type::dyn()) {
  Compiled compiled = compile(source, declarations, {.expected = std::move(expected)});
  if (!compiled) {
    ADD_FAILURE() << source << ": " << compiled.error().front().says.en;
    return *compile("false", {});
  }
  return *compiled;
}

}  // namespace redress::cel
