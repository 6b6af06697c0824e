#include "api/conversations/conversation.hpp"
#include "engine/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::api {
namespace {

constexpr std::int64_t name_characters_max = 40;
constexpr std::array<std::string_view, 2> colons{":", "："};

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Off the ends of what stands beside a time: brackets, and the colon after it.
std::string_view without_frame(std::string_view text) {
  constexpr std::array<std::string_view, 10> frames{"(", ")", "（", "）", "[", "]", "【", "】", ":", "："};
  bool changed = true;
  while (changed) {
    changed = false;
    text = trimmed(text);
    for (auto const frame : frames) {
      if (text.starts_with(frame)) {
        text.remove_prefix(frame.size());
        changed = true;
      }
      if (text.ends_with(frame)) {
        text.remove_suffix(frame.size());
        changed = true;
      }
    }
  }
  return text;
}

bool may_be_a_name(std::string_view text) {
  if (text.empty() || code_points(text) > name_characters_max) return false;
  if (text.find_first_of("/?!,.;\"") != std::string_view::npos) return false;
  for (auto const* mark : {"，", "。", "？", "！", "；", "“", "”"})
    if (text.find(mark) != std::string_view::npos) return false;
  return std::ranges::any_of(text, [](char c) { return (c < '0' || c > '9') && c != ' '; });
}

struct Split {
  std::string_view before;
  std::string_view after;
};

// At the first colon whose left side may be a name. A sub-account's own colon ("shop:anna") is no end of a name: the
// last colon before a blank or the Chinese one counts where there are several.
std::optional<Split> at_colon(std::string_view line) {
  std::optional<Split> found;
  for (std::size_t i = 0; i < line.size(); ++i)
    for (auto const colon : colons) {
      if (!line.substr(i).starts_with(colon)) continue;
      auto const before = trimmed(line.substr(0, i));
      auto const after = line.substr(i + colon.size());
      if (!may_be_a_name(before)) return found;
      bool const ends_name = colon.size() > 1 || after.empty() || after.front() == ' ';
      if (!found || ends_name) found = Split{before, trimmed(after)};
      if (ends_name) return found;
    }
  return found;
}

class Reader {
 public:
  void take(std::string_view line) {
    auto const text = trimmed(line);
    if (auto const time = find_chat_time(text); time && begins_with_time(text, *time)) return;
    if (!text.empty())
      if (auto const split = at_colon(text); split && !under_a_heading_) return begin(split->before, {}, split->after);
    go_on(text);
  }

  Conversation finish() {
    std::erase_if(lines_, [](SpokenLine const& line) { return line.text.empty(); });
    int number = 0;
    for (auto& line : lines_) line.number = ++number;
    return std::move(lines_);
  }
  std::size_t count() const { return lines_.size(); }

 private:
  // "name time", "name (time): words", "[time] name: words" or "time name".
  bool begins_with_time(std::string_view text, FoundTime const& time) {
    auto const before = without_frame(text.substr(0, time.begin));
    auto const after = text.substr(time.end);
    if (before.empty()) {
      auto rest = trimmed(after);
      while (!rest.empty() && (rest.starts_with("]") || rest.starts_with(")"))) rest = trimmed(rest.substr(1));
      if (rest.starts_with("】") || rest.starts_with("）")) rest = trimmed(rest.substr(3));
      if (auto const split = at_colon(rest)) {
        begin(split->before, time.at, split->after);
        under_a_heading_ = split->after.empty();
        return true;
      }
      if (!may_be_a_name(rest)) return false;
      begin(rest, time.at, {});
      return under_a_heading_ = true;
    }
    if (!may_be_a_name(before)) return false;
    auto const words = without_frame(after);
    begin(before, time.at, words);
    under_a_heading_ = words.empty();
    return true;
  }

  void begin(std::string_view speaker, std::optional<Instant> at, std::string_view words) {
    lines_.push_back({0, std::string(speaker), at, std::string(words)});
    under_a_heading_ = false;
  }

  // Below a heading a colon is part of what was said; an empty line ends that.
  void go_on(std::string_view text) {
    if (text.empty()) {
      if (!lines_.empty() && !lines_.back().text.empty()) under_a_heading_ = false;
      return;
    }
    if (lines_.empty()) lines_.push_back({});
    auto& said = lines_.back().text;
    said += said.empty() ? std::string(text) : "\n" + std::string(text);
  }

  Conversation lines_;
  bool under_a_heading_ = false;
};

}  // namespace

Result<Conversation> read_pasted_chat(std::string_view text) {
  if (text.size() > conversation_bytes_max)
    return Fault{FaultKind::too_large, {"聊天记录超过16 MiB", "the chat is larger than 16 MiB"}};
  Reader reader;
  while (!text.empty()) {
    auto const end = text.find('\n');
    reader.take(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (reader.count() > conversation_lines_max)
      return Fault{FaultKind::too_large,
                   {fmt::format("聊天记录超过 {} 条", conversation_lines_max),
                    fmt::format("the chat has more than {} lines", conversation_lines_max)}};
  }
  auto lines = reader.finish();
  if (lines.empty())
    return Fault{FaultKind::evidence_rejected, {"聊天记录里没有内容", "nothing was said in this chat"}};
  return lines;
}

}  // namespace redress::api
