// What every program of this folder has one of: a function that takes any bytes, and what it may demand of them.
//
// A target is deterministic: the same bytes, told to a fresh program, do the same. libFuzzer drives it where clang is
// there (libfuzzer.cpp), our own driver in every test run (corpus_run.cpp). docs/fuzzing.md says how to run both.
#pragma once

#include <cstdint>
#include <string_view>

namespace redress::fuzz {

/// Defined by each target. Throws nothing, keeps nothing of `bytes`.
void fuzz_one(std::string_view bytes);

/// Aborts with this sentence where a law does not hold, whatever NDEBUG says, so that either driver keeps the input.
void require(bool holds, std::string_view law);

}  // namespace redress::fuzz
