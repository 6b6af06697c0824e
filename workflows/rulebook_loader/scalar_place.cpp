#include "workflows/rulebook_loader/yaml_tree.hpp"

namespace redress::rules {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Bytes of the escape that starts at the backslash.
std::size_t escape_length(std::string_view raw) {
  switch (raw.size() > 1 ? raw[1] : '\0') {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

std::size_t character_length(char lead) {
  auto const byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Walks the source beside the value. Blanks are where the two differ (folding, indentation), so they are skipped in
// both; every other character of the value must stand in the source, as itself or as an escape.
class ScalarWalk {
 public:
  ScalarWalk(std::string_view text, YamlNode const& scalar) : text_(text), at_(scalar.offset), value_(scalar.text) {
    skip_anchor();
    if (scalar.plain || at_ >= text_.size()) return;
    quote_ = text_[at_];
    if (quote_ == '|' || quote_ == '>') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      quote_ = '\0';
    } else {
      ++at_;
    }
  }

  std::size_t source_offset(std::size_t offset) {
    std::size_t seen = 0;
    while (seen < value_.size()) {
      if (is_blank(value_[seen])) {
        if (seen == offset) return at_;
        ++seen;
        continue;
      }
      skip_blanks(value_[seen]);
      if (seen >= offset) return at_;
      auto const step = match(value_[seen]);
      if (step == 0) return at_;
      seen += step;
    }
    return at_;
  }

 private:
  std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }

  void skip_anchor() {
    if (!rest().starts_with('&')) return;
    while (at_ < text_.size() && !is_blank(text_[at_])) ++at_;
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  // In double quotes an escaped blank or line end is a blank too.
  void skip_blanks(char next) {
    while (at_ < text_.size()) {
      if (is_blank(text_[at_]))
        ++at_;
      else if (quote_ == '"' && text_[at_] == '\\' && next != '\\' && at_ + 1 < text_.size() &&
               (is_blank(text_[at_ + 1]) || std::string_view("ntrNLP_").find(text_[at_ + 1]) != std::string_view::npos))
        at_ += 2;
      else
        return;
    }
  }

  // Steps over one character of the value in the source; answers its bytes in the value, 0 where the two part ways.
  std::size_t match(char value) {
    if (at_ >= text_.size()) return 0;
    if (quote_ == '"' && text_[at_] == '\\') {
      at_ = std::min(at_ + escape_length(rest()), text_.size());
      return character_length(value);
    }
    if (text_[at_] != value) return 0;
    at_ += quote_ == '\'' && value == '\'' ? 2 : 1;
    return 1;
  }

  std::string_view text_;
  std::size_t at_;
  std::string_view value_;
  char quote_ = '\0';
};

}  // namespace

Place place_in_scalar(SourceText const& source, YamlNode const& scalar, std::size_t offset) {
  return source.place_of(ScalarWalk(source.text(), scalar).source_offset(offset));
}

}  // namespace redress::rules
