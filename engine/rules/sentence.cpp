#include "engine/rules/sentence.hpp"

#include "engine/base/money.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace redress::rules {
namespace {

enum class Language { zh, en };

std::string worded(bool truth, Language language) {
  if (language == Language::zh) return truth ? "是" : "否";
  return truth ? "yes" : "no";
}

std::string worded(std::string_view path, FactValue const& value, Language language) {
  bool const zh = language == Language::zh;
  return std::visit(
      [&](auto const& held) -> std::string {
        using V = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<V, bool>) {
          return worded(held, language);
        } else if constexpr (std::is_same_v<V, std::int64_t>) {
          return path.ends_with("_minor") ? format_major(Money{held}) : std::to_string(held);
        } else if constexpr (std::is_same_v<V, Instant>) {
          return fmt::format(fmt::runtime(zh ? "北京时间 {}" : "{} Beijing time"), beijing_time(held));
        } else if constexpr (std::is_same_v<V, std::vector<std::string>>) {
          return fmt::format("{}", fmt::join(held, zh ? "、" : ", "));
        } else {
          return held;
        }
      },
      value);
}

std::string fill(std::string_view sentence, Facts const& facts, Language language) {
  if (sentence.find('{') == std::string_view::npos) return std::string(sentence);
  std::string filled;
  std::size_t done = 0;
  for (auto const& [offset, path] : blanks_of(sentence)) {
    if (!fact_index(path)) continue;
    filled.append(sentence, done, offset - done);
    auto const* value = facts.find(path);
    filled += value ? worded(path, *value, language) : language == Language::zh ? "（未知）" : "(unknown)";
    done = offset + path.size() + 2;
  }
  return filled.append(sentence.substr(done));
}

}  // namespace

std::vector<Blank> blanks_of(std::string_view sentence) {
  std::vector<Blank> blanks;
  for (auto open = sentence.find('{'); open != std::string_view::npos; open = sentence.find('{', open + 1)) {
    auto const close = sentence.find('}', open);
    if (close == std::string_view::npos) break;
    blanks.push_back({open, sentence.substr(open + 1, close - open - 1)});
  }
  return blanks;
}

Says fill(Says const& sentence, Facts const& facts) {
  return {fill(sentence.zh, facts, Language::zh), fill(sentence.en, facts, Language::en)};
}

std::string beijing_time(Instant at) {
  auto text = format_rfc3339(at + beijing_offset_ms).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string beijing_date(Instant at) { return format_rfc3339(at + beijing_offset_ms).substr(0, 10); }

}  // namespace redress::rules
