#include "api/webhooks/hook_list.hpp"

#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api::webhooks {
namespace {

using boost::json::object;

bool fits(std::string_view pattern, std::string_view text) {
  if (!pattern.ends_with('*')) return pattern == text;
  return text.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool is_of_types(std::string_view pattern) { return pattern == "*" || pattern.starts_with("com."); }

bool fits_an_event(std::string_view pattern) {
  return std::ranges::any_of(workflows::all_workflows(), [&](auto const* workflow) {
    return std::ranges::any_of(workflow->events(), [&](auto const* each) { return fits(pattern, each->name); });
  });
}

std::vector<std::string> texts_in(object const& told, std::string_view name) {
  std::vector<std::string> texts;
  if (auto const* list = told.if_contains(name))
    for (auto const& each : list->as_array()) texts.emplace_back(each.as_string());
  return texts;
}

boost::json::array array_of(std::vector<std::string> const& texts) {
  return boost::json::array(texts.begin(), texts.end());
}

}  // namespace

Actor sending_actor() { return {.id = "webhooks", .role = Role::runner}; }

KeptList hook_list(StoreReader& store, std::string_view shop) {
  return KeptList::read(store, fmt::format("webhooks.{}", shop));
}

HookWish wish_from(object const& item, std::string_view shop) {
  auto const& told = told_in(item);
  HookWish wish{.id = std::string(item.at("id").as_string()),
                .shop = std::string(shop),
                .url = word_in(item, "url"),
                .label = word_in(item, "label"),
                .events = texts_in(told, "events"),
                .kinds = texts_in(told, "kinds"),
                .enabled = told.at("enabled").as_bool()};
  if (auto const why = text_of(told, "off"); !why.empty())
    wish.off = why == "gone" ? OffReason::gone : OffReason::exhausted;
  return wish;
}

std::optional<HookWish> find_wish(StoreReader& store, std::string_view shop, std::string_view id) {
  auto const list = hook_list(store, shop);
  auto const* item = list.find(id);
  return item ? std::optional(wish_from(*item, shop)) : std::nullopt;
}

OfficeNote note_of(HookWish const& wish) {
  OfficeNote note{
      .shop = wish.shop,
      .event = "webhook_set",
      .params = {
          {"id", wish.id}, {"host", host_of(wish.url)}, {"events", array_of(wish.events)}, {"enabled", wish.enabled}}};
  if (!wish.kinds.empty()) note.params.emplace("kinds", array_of(wish.kinds));
  if (wish.off) note.params.emplace("off", *wish.off == OffReason::gone ? "gone" : "exhausted");
  note.personal.emplace_back("url", wish.url);
  if (!wish.label.empty()) note.personal.emplace_back("label", wish.label);
  return note;
}

Result<void> check_patterns(std::vector<std::string> const& patterns) {
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    auto const& pattern = patterns[i];
    bool const known =
        is_of_types(pattern)
            ? std::ranges::any_of(event_types(), [&](auto const& each) { return fits(pattern, each.type); })
            : fits_an_event(pattern);
    if (!known)
      return invalid_params(fmt::format("params.events[{}]", i), fmt::format("没有与“{}”相符的类型或动作", pattern),
                            fmt::format("no type and no event matches \"{}\"", pattern));
  }
  return {};
}

bool wants(HookWish const& wish, EntryNews const& news, HookEvent const& event) {
  if (news.shop.empty() || news.shop != wish.shop) return false;
  if (!wish.kinds.empty() && std::ranges::find(wish.kinds, news.kind) == wish.kinds.end()) return false;
  bool const is_own = &event == &news.events.front();  // an effect is heard of by its type alone
  return std::ranges::any_of(wish.events, [&](std::string const& pattern) {
    return is_of_types(pattern) ? fits(pattern, event.type) : is_own && fits(pattern, news.name);
  });
}

}  // namespace redress::api::webhooks
