#include "api/service/actor_names.hpp"

#include "api/service/answer.hpp"
#include "engine/cases/users.hpp"

#include <fmt/format.h>

#include <array>

namespace redress::api {
namespace {

constexpr std::array<std::string_view, 9> naming{"actor",       "assignee",    "added_by", "by",        "confirmed_by",
                                                 "declined_by", "proposed_by", "owner",    "updated_by"};

}  // namespace

std::string const& ActorNames::name(std::string const& actor_id) {
  auto known = known_.find(actor_id);
  if (known == known_.end()) {
    auto called = looked_up(actor_id);
    known = known_.emplace(actor_id, called.empty() ? actor_id : std::move(called)).first;
  }
  return known->second;
}

std::string ActorNames::looked_up(std::string const& actor_id) {
  std::string_view id = actor_id;
  if (id.starts_with(import_mark)) id.remove_prefix(import_mark.size());
  if (auto* const users = users_of(store_); users && id.starts_with("user_"))
    if (auto const user = users->find_user(id)) return user->display.empty() ? user->name : user->display;
  if (!id.starts_with("tok_")) return {};
  if (!labels_) {
    labels_.emplace();
    for (auto& token : store_.tokens()) labels_->emplace(token.id, token.label);
  }
  auto const label = labels_->find(id);
  return label == labels_->end() ? std::string{} : label->second;
}

void ActorNames::add_to(boost::json::object& item) {
  for (auto const member : naming)
    if (auto const id = text_of(item, member); !id.empty()) item.emplace(fmt::format("{}_name", member), name(id));
}

void ActorNames::add_throughout(boost::json::value& value) {
  if (auto* items = value.if_array())
    for (auto& each : *items) add_throughout(each);
  auto* item = value.if_object();
  if (!item) return;
  add_to(*item);
  for (auto& member : *item) add_throughout(member.value());
}

}  // namespace redress::api
