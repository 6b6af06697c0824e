// What happened in a simulation, a line each, and a digest of all lines.
//
// The digest is always taken; the lines are kept only where somebody wants to read them. One thread.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace redress::simulation {

class Trace {
 public:
  explicit Trace(bool keep_lines) : keeps_(keep_lines) {}

  template <class... Parts>
  void note(fmt::format_string<Parts...> form, Parts&&... parts) {
    line_.clear();
    fmt::format_to(std::back_inserter(line_), form, std::forward<Parts>(parts)...);
    std::string_view const line{line_.data(), line_.size()};
    digest_ = (digest_ ^ std::hash<std::string_view>{}(line)) * 0x9E3779B97F4A7C15ULL;
    digest_ ^= digest_ >> 29U;
    ++lines_;
    if (keeps_) text_.append(line).append("\n");
  }

  std::string digest() const { return fmt::format("{:016x}", digest_); }
  std::uint64_t lines() const { return lines_; }
  std::string const& text() const { return text_; }

 private:
  bool keeps_;
  fmt::memory_buffer line_;
  std::uint64_t digest_ = 0x5EED;
  std::uint64_t lines_ = 0;
  std::string text_;
};

}  // namespace redress::simulation
