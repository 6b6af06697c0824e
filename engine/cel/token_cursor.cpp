#include "engine/cel/token_cursor.hpp"

#include "engine/cel/text.hpp"

#include <fmt/format.h>

namespace redress::cel {

bool TokenCursor::take_if(std::string_view symbol) {
  if (!at(symbol)) return false;
  take();
  return true;
}

void TokenCursor::expect(std::string_view symbol) {
  if (!take_if(symbol)) unexpected(fmt::format("“{}”", symbol), fmt::format("\"{}\"", symbol));
}

std::uint32_t TokenCursor::end_of_last() const {
  return at_ == 0 ? 0 : tokens_[at_ - 1].span.offset + tokens_[at_ - 1].span.length;
}

void TokenCursor::stop(Span span, std::string zh, std::string en) const {
  throw Stop{diagnostic_at(source_, span, std::move(zh), std::move(en))};
}

void TokenCursor::unexpected(std::string_view zh, std::string_view en) const {
  constexpr std::size_t code_points_shown = 40;
  Token const& token = peek();
  if (token.kind == TokenKind::end) {
    stop(token.span, fmt::format("这里应有{}，但表达式到此为止", zh),
         fmt::format("expected {}, but the expression ends here", en));
  }
  std::string_view found = text_of(source_, token.span);
  found = found.substr(0, bytes_of_code_points(found, code_points_shown));
  stop(token.span, fmt::format("这里应有{}，而不是“{}”", zh, found),
       fmt::format("expected {}, found \"{}\"", en, found));
}

}  // namespace redress::cel
