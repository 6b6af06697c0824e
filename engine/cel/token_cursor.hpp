// A place in a list of tokens, and how the parser moves on from it or stops.
#pragma once

#include "engine/cel/lexer.hpp"

#include <string_view>
#include <vector>

namespace redress::cel {

/// Leaves the descent from wherever the first fault is; `parse` catches it.
struct Stop {
  Diagnostic diagnostic;
};

class TokenCursor {
 public:
  /// `tokens` end in one of kind `end`, which is never taken.
  TokenCursor(std::string_view source, std::vector<Token> tokens) : source_(source), tokens_(std::move(tokens)) {}

  Token const& peek() const { return tokens_[at_]; }
  bool at(std::string_view symbol) const { return peek().is(symbol); }
  bool at_name() const { return peek().kind == TokenKind::identifier || peek().kind == TokenKind::quoted_identifier; }

  Token const& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool take_if(std::string_view symbol);
  void expect(std::string_view symbol);

  std::uint32_t end_of_last() const;

  [[noreturn]] void stop(Span span, std::string zh, std::string en) const;

  /// Stops here, saying what was expected instead of the token.
  [[noreturn]] void unexpected(std::string_view zh, std::string_view en) const;

 private:
  std::string_view source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace redress::cel
