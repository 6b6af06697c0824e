#include "storage/squeeze/learning.hpp"

#include "storage/squeeze/press.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <zdict.h>

#include <algorithm>

namespace redress::storage {
namespace {

namespace json = boost::json;

constexpr std::size_t head_room_bytes = 1024;  // what zstd puts before the texts: codes for their bytes

void leave_out(json::value& value, std::string_view lasting) {
  if (auto* text = value.if_string()) {
    if (lasting.find(json::serialize(*text)) == std::string_view::npos) text->clear();
  } else if (auto* array = value.if_array()) {
    for (auto& each : *array) leave_out(each, lasting);
  } else if (auto* object = value.if_object()) {
    for (auto& member : *object) leave_out(member.value(), lasting);
  } else if (value.is_number()) {
    value = 0;
  }
}

std::size_t kept_bytes(Press& press, std::string_view text) {
  auto const squeezed = press.squeeze(text);
  return squeezed ? squeezed->size() : text.size();
}

std::string_view texts_of(std::string_view dictionary) {
  auto const head = ZDICT_getDictHeaderSize(dictionary.data(), dictionary.size());
  return ZDICT_isError(head) != 0 ? dictionary : dictionary.substr(head);
}

// Each text that is still news to those taken before it.
class Taking {
 public:
  explicit Taking(std::string_view known) : texts_(known), press_(known) {}

  void take(std::string_view text) {
    if (text.empty() || text.size() > dictionary_text_bytes_max / 2) return;  // one text is not all there is to know
    if (!is_news(text.size(), kept_bytes(press_, text))) return;
    texts_ += text;
    if (texts_.size() > dictionary_text_bytes_max) texts_.erase(0, texts_.size() - dictionary_text_bytes_max);
    press_ = Press(texts_);
  }
  std::string const& texts() const { return texts_; }

 private:
  std::string texts_;
  Press press_;
};

// With codes for the bytes of such texts before them, so that no row has to bring its own.
std::string finished(std::string const& texts, std::span<std::string const> alike) {
  std::string all;
  std::vector<std::size_t> sizes;
  for (auto const& each : alike) {
    all += each;
    sizes.push_back(each.size());
  }
  std::string dictionary(texts.size() + head_room_bytes, '\0');
  auto const size = ZDICT_finalizeDictionary(dictionary.data(), dictionary.size(), texts.data(), texts.size(),
                                             all.data(), sizes.data(), static_cast<unsigned>(sizes.size()), {});
  if (ZDICT_isError(size) != 0) return texts;  // too little for codes: the texts alone are a dictionary, too
  dictionary.resize(size);
  return dictionary;
}

std::string dictionary_of(std::string_view known, std::vector<std::string> const& lasting,
                          std::vector<std::string> const& passing) {
  Taking taking(texts_of(known));
  for (auto const& text : lasting) taking.take(text);
  auto const may_stand = taking.texts();
  auto alike = lasting;
  for (auto const& text : passing) taking.take(alike.emplace_back(without_what_passes(text, may_stand)));
  return finished(taking.texts(), alike);
}

}  // namespace

std::string without_what_passes(std::string_view passing, std::string_view lasting) {
  json::error_code wrong;
  auto value = json::parse(passing, wrong);
  if (wrong || !value.is_object()) return {};
  leave_out(value, lasting);
  return json::serialize(value);
}

// One half is learnt, to see what that does for the other.
std::optional<std::string> learnt(std::string_view known, Lesson const& lesson) {
  std::vector<std::string> half;
  for (std::size_t i = 0; i < lesson.lasting.size(); i += 2) half.push_back(lesson.lasting[i]);
  Press trial(dictionary_of(known, half, {}));
  auto const before = known.empty() ? nullptr : std::make_unique<Press>(known);
  std::size_t now_bytes = 0;
  std::size_t then_bytes = 0;
  for (std::size_t i = 1; i < lesson.lasting.size(); i += 2) {
    auto const& text = lesson.lasting[i];
    now_bytes += before ? kept_bytes(*before, text) : text.size();
    then_bytes += kept_bytes(trial, text);
  }
  if (then_bytes >= now_bytes - now_bytes / 5) return std::nullopt;
  return dictionary_of(known, lesson.lasting, lesson.passing);
}

}  // namespace redress::storage
