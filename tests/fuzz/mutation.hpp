// Makes inputs out of inputs: the same seed and the same corpus make the same inputs, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace redress::fuzz {

/// The words of a libFuzzer dictionary: name="text" a line, with \\, \" and \xHH; lines with # are comments.
/// Throws std::runtime_error with the line that is none of these.
std::vector<std::string> words_of_dictionary(std::string_view text);

class Mutation {
 public:
  /// `corpus` must not be empty and must outlive this, as must `words`.
  Mutation(std::uint64_t seed, std::vector<std::string> const& corpus, std::vector<std::string> const& words)
      : random_(seed), corpus_(corpus), words_(words) {}

  /// One of the corpus, changed one to eight times; never longer than `bytes_max`.
  std::string next(std::size_t bytes_max);

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
  std::string const& any_of(std::vector<std::string> const& texts) { return texts[below(texts.size())]; }
  void change(std::string& text);

  std::mt19937_64 random_;
  std::vector<std::string> const& corpus_;
  std::vector<std::string> const& words_;
};

}  // namespace redress::fuzz
