// Where canonical JSON (engine/ledger/canonical_json.hpp) is put together, byte by byte: strings, integers and marks.
//
// Writes to the end of a string that it keeps longer than what is written; `finish` cuts it. What may have no canonical
// form answers false, and what was written is then worthless. Not thread-safe.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace redress::ledger {

/// The largest integer that every reader reads exactly (RFC 7493): 2^53 - 1.
inline constexpr std::int64_t largest_safe_integer = (std::int64_t{1} << 53) - 1;

class CanonicalText {
 public:
  explicit CanonicalText(std::string& out) : out_(out), end_(out.size()) {}

  /// Marks, names of members known to need no escape, and texts that are canonical already.
  void raw(char c) {
    make_room(1);
    out_[end_++] = c;
  }
  void raw(std::string_view text) {
    make_room(text.size());
    std::memcpy(out_.data() + end_, text.data(), text.size());
    end_ += text.size();
  }

  /// A string with its quotes and escapes; false if it is not well-formed UTF-8.
  bool text(std::string_view text);

  /// False outside ±(2^53-1).
  bool integer(std::int64_t number);

  void truth(bool truth) { raw(truth ? std::string_view{"true"} : std::string_view{"false"}); }

  /// Nothing may be written afterwards.
  void finish() { out_.resize(end_); }

 private:
  void make_room(std::size_t bytes) {
    if (out_.size() - end_ < bytes) grow(bytes);
  }
  void grow(std::size_t bytes);
  bool escaped_text(std::string_view text);

  std::string& out_;
  std::size_t end_;  // of what is written
};

}  // namespace redress::ledger
