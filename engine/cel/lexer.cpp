#include "engine/cel/lexer.hpp"

#include "engine/cel/literals.hpp"

#include <algorithm>
#include <array>

namespace redress::cel {
namespace {

// Longest first, so that "<=" is not read as "<" and "=".
constexpr std::array<std::string_view, 27> symbols{"&&", "||", "==", "!=", "<=", ">=", "<", ">", "+",
                                                   "-",  "*",  "/",  "%",  "!",  "?",  ":", ".", ",",
                                                   "(",  ")",  "[",  "]",  "{",  "}",  "=", "&", "|"};
constexpr std::string_view no_symbols = "=&|";  // of the above, those that CEL does not have alone

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_word_start(c) || is_digit(c); }

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Lexed run() {
    while (skip_blanks(), at_ < source_.size() && lexed_.diagnostics.empty()) next();
    lexed_.tokens.push_back({TokenKind::end, {at_, 0}, {}, {}});
    return std::move(lexed_);
  }

 private:
  char peek(std::uint32_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

  void skip_blanks() {
    while (at_ < source_.size()) {
      char const c = peek();
      if (c == '/' && peek(1) == '/') {
        at_ = static_cast<std::uint32_t>(std::min(source_.find('\n', at_), source_.size()));
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        ++at_;
      } else {
        return;
      }
    }
  }

  void next() {
    char const c = peek();
    if (std::uint32_t const prefix = quote_prefix(); prefix < 3) return quoted(prefix);
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (is_word_start(c)) return word();
    if (c == '`') return quoted_identifier();
    symbol();
  }

  /// How many of r, b, rb, br stand before a quote here; 3 if no quoted literal begins here.
  std::uint32_t quote_prefix() const {
    constexpr std::string_view letters = "rRbB";
    for (std::uint32_t length = 0; length < 3; ++length) {
      char const c = peek(length);
      if (c == '"' || c == '\'') return length;
      if (c == '\0' || letters.find(c) == std::string_view::npos) return 3;
      if (length == 1 && (c | 0x20) == (peek(0) | 0x20)) return 3;
    }
    return 3;
  }

  void quoted(std::uint32_t prefix) {
    std::uint32_t const start = at_;
    char const quote = peek(prefix);
    bool const raw =
        std::any_of(source_.begin() + at_, source_.begin() + at_ + prefix, [](char c) { return c == 'r' || c == 'R'; });
    std::uint32_t const quotes = peek(prefix + 1) == quote && peek(prefix + 2) == quote ? 3 : 1;
    at_ += prefix + quotes;
    std::string const closing(quotes, quote);
    while (true) {
      if (at_ >= source_.size() || (quotes == 1 && (peek() == '\n' || peek() == '\r'))) {
        return fault({start, prefix + quotes}, "字符串没有写完，缺少结束的引号",
                     "the string is never closed; a closing quote is missing");
      }
      if (source_.substr(at_).starts_with(closing)) break;
      at_ += peek() == '\\' && !raw && at_ + 1 < source_.size() ? 2 : 1;
    }
    at_ += quotes;
    std::string_view const text = source_.substr(start, at_ - start);
    auto literal = parse_quoted(text);
    if (auto* wrong = std::get_if<QuoteFault>(&literal)) {
      return fault({start + wrong->offset, 2}, std::move(wrong->zh), std::move(wrong->en));
    }
    push(TokenKind::literal, start, text, std::move(std::get<Value>(literal)));
  }

  void number() {
    std::uint32_t const start = at_;
    auto const digits = [&] {
      while (is_digit(peek())) ++at_;
    };
    if (peek() == '0' && (peek(1) | 0x20) == 'x' && is_hex_digit(peek(2))) {
      at_ += 2;
      while (is_hex_digit(peek())) ++at_;
    } else {
      digits();
      if (peek() == '.' && is_digit(peek(1))) {
        ++at_;
        digits();
      }
      std::uint32_t const sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if ((peek() | 0x20) == 'e' && is_digit(peek(1 + sign))) {
        at_ += 1 + sign;
        digits();
      }
    }
    bool const fraction = source_.substr(start, at_ - start).find('.') != std::string_view::npos;
    if ((peek() | 0x20) == 'u' && !fraction) ++at_;
    if (is_word(peek())) {
      while (is_word(peek())) ++at_;
      return fault({start, at_ - start}, "这不是一个数", "this is not a number");
    }
    std::string_view const text = source_.substr(start, at_ - start);
    auto literal = parse_number(text);
    if (!literal && text != "9223372036854775808" && text != "0x8000000000000000") {
      return fault({start, at_ - start}, "这个数超出了 64 位的范围", "this number does not fit in 64 bits");
    }
    push(TokenKind::literal, start, text, literal ? std::move(*literal) : Value());
  }

  void word() {
    std::uint32_t const start = at_;
    while (is_word(peek())) ++at_;
    std::string_view const text = source_.substr(start, at_ - start);
    if (text == "true" || text == "false") {
      push(TokenKind::literal, start, text, text == "true");
    } else if (text == "null") {
      push(TokenKind::literal, start, text, Value());
    } else {
      push(text == "in" ? TokenKind::symbol : TokenKind::identifier, start, text);
    }
  }

  void quoted_identifier() {
    std::uint32_t const start = at_++;
    auto const allowed = [](char c) { return is_word(c) || c == '.' || c == '-' || c == '/' || c == ' '; };
    while (allowed(peek())) ++at_;
    if (peek() != '`' || at_ == start + 1) {
      return fault({start, 1}, "反引号里应是一个名字，并以反引号结束", "expected a name and a closing backtick");
    }
    ++at_;
    push(TokenKind::quoted_identifier, start, source_.substr(start + 1, at_ - start - 2));
  }

  void symbol() {
    for (std::string_view candidate : symbols) {
      if (!source_.substr(at_).starts_with(candidate)) continue;
      if (candidate.size() == 1 && no_symbols.find(candidate[0]) != std::string_view::npos) break;
      std::uint32_t const start = at_;
      at_ += static_cast<std::uint32_t>(candidate.size());
      return push(TokenKind::symbol, start, candidate);
    }
    if (peek() == '=') return fault({at_, 1}, "比较相等要写 ==", "equality is written ==");
    if (peek() == '&') return fault({at_, 1}, "“并且”要写 &&", "\"and\" is written &&");
    if (peek() == '|') return fault({at_, 1}, "“或者”要写 ||", "\"or\" is written ||");
    fault({at_, 1}, "表达式里不能有这个字符", "this character has no place in an expression");
  }

  void push(TokenKind kind, std::uint32_t start, std::string_view text, Value literal = {}) {
    lexed_.tokens.push_back({kind, {start, at_ - start}, text, std::move(literal)});
  }

  void fault(Span span, std::string zh, std::string en) {
    lexed_.diagnostics.push_back(diagnostic_at(source_, span, std::move(zh), std::move(en)));
  }

  std::string_view source_;
  std::uint32_t at_ = 0;
  Lexed lexed_;
};

}  // namespace

Lexed lex(std::string_view source) { return Lexer(source).run(); }

bool is_reserved(std::string_view word) {
  constexpr std::array<std::string_view, 17> words{"as",        "break",  "const",  "continue", "else", "for",
                                                   "function",  "if",     "import", "let",      "loop", "package",
                                                   "namespace", "return", "var",    "void",     "while"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

Diagnostic diagnostic_at(std::string_view source, Span span, std::string zh, std::string en) {
  Position const at = position_of(source, span.offset);
  return {at.line, at.column, span, {std::move(zh), std::move(en)}};
}

}  // namespace redress::cel
