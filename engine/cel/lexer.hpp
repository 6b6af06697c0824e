// Cuts CEL source text into tokens and reads its literals.
//
// A token's value is already unescaped; a malformed one is reported at its place and ends the lexing.
#pragma once

#include "engine/cel/span.hpp"
#include "engine/cel/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::cel {

enum class TokenKind : std::uint8_t {
  end,
  identifier,         // also reserved words: whether they are allowed depends on the place
  quoted_identifier,  // `content-type` in backticks, only after a dot
  literal,            // numbers, strings, bytes, true, false, null
  symbol,
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span;
  std::string_view text;  // identifier without backticks, or symbol; into the source
  Value literal;

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
};

/// The tokens, closed by one of kind `end`; or one diagnostic. `source` must outlive the tokens.
struct Lexed {
  std::vector<Token> tokens;
  std::vector<Diagnostic> diagnostics;
};
Lexed lex(std::string_view source);

/// Words that may not be names: as, break, const, continue, else, for, function, if, import, let, loop, package,
/// namespace, return, var, void, while.
bool is_reserved(std::string_view word);

Diagnostic diagnostic_at(std::string_view source, Span span, std::string zh, std::string en);

}  // namespace redress::cel
