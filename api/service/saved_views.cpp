#include "api/service/saved_views.hpp"

#include "api/service/commit.hpp"
#include "api/service/kept_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

std::string setting_of(std::string_view shop) { return fmt::format("views.{}", shop); }

bool is_shared(object const& item) { return told_in(item).at("shared").as_bool(); }
std::string owner_of(object const& item) { return text_of(told_in(item), "owner"); }

object view_of(object const& item, std::string_view shop, Actor const& actor) {
  auto view = head_of(item);
  view.emplace("name", word_in(item, "name"));
  view.emplace("query", boost::json::parse(word_in(item, "query")));
  view.emplace("shared", is_shared(item));
  view.emplace("owner", owner_of(item));
  view.emplace("mine", owner_of(item) == actor.id);
  view.emplace("shop", shop);
  return view;
}

bool flag_of(object const& params, std::string_view name) {
  auto const* flag = params.if_contains(name);
  return flag && flag->as_bool();
}

Result<void> check(object const& params) {
  if (flag_of(params, "removed")) {
    if (params.contains("id")) return {};
    return invalid_params("params.id", "要删除哪一个视图？", "which view is to be removed?");
  }
  for (auto const* name : {"name", "query"})
    if (!params.contains(name))
      return invalid_params(fmt::format("params.{}", name), fmt::format("缺少 {}", name),
                            fmt::format("{} is missing", name));
  auto const bytes = boost::json::serialize(params.at("query")).size();
  if (bytes > view_query_bytes_max)
    return Fault{FaultKind::too_large,
                 {fmt::format("查询条件 {} 字节，至多 {} 字节", bytes, view_query_bytes_max),
                  fmt::format("the query has {} bytes, at most {}", bytes, view_query_bytes_max)},
                 "params.query"};
  return {};
}

Fault full(std::size_t most, std::string_view whose_zh, std::string_view whose_en) {
  return {FaultKind::too_large,
          {fmt::format("{}至多 {} 个视图", whose_zh, most), fmt::format("{} at most {} views", whose_en, most)},
          "params"};
}

// What stands in the way of this change to the list as it is.
std::optional<Fault> obstacle(KeptList const& list, DeskCall const& call, std::string const& id) {
  auto const* before = list.find(id);
  bool const given = call.params.contains("id");
  auto const mine = [&](auto const& item) { return owner_of(item.as_object()) == call.actor.id; };
  // Another's own view is as little there as one that never was.
  if (given && (!before || (owner_of(*before) != call.actor.id && !is_shared(*before))))
    return Fault{FaultKind::not_found, {"没有该视图", "there is no such view"}, "params.id"};
  if (given && owner_of(*before) != call.actor.id &&
      !(flag_of(call.params, "removed") && call.actor.role == Role::manager))
    return Fault{FaultKind::forbidden, {"只有建立者可以修改该视图", "only its owner changes this view"}, "params.id"};
  if (given) return std::nullopt;
  if (static_cast<std::size_t>(std::ranges::count_if(list.items(), mine)) >= views_of_person_max)
    return full(views_of_person_max, "每人", "a person has");
  if (list.items().size() >= views_of_shop_max) return full(views_of_shop_max, "每个店铺", "a shop has");
  return std::nullopt;
}

}  // namespace

AnswerText SavedViews::list(DeskCall const& call) const {
  array views;
  store_.read([&](StoreReader& store) {
    auto const take = [&](std::string const& shop) {
      auto const kept = KeptList::read(store, setting_of(shop));
      for (auto const& each : kept.items()) {
        auto const& item = each.as_object();
        if (is_shared(item) || owner_of(item) == call.actor.id) views.push_back(view_of(item, shop, call.actor));
      }
    };
    take(call.actor.shop);
    if (!call.actor.shop.empty()) take({});
  });
  return result_text({{"views", std::move(views)}});
}

AnswerText SavedViews::set(DeskCall const& call) const {
  if (auto const sound = check(call.params); !sound) return fault_text(sound.error());
  auto id = text_of(call.params, "id");
  if (id.empty()) id = ids_.next("view");
  auto const& shop = call.actor.shop;
  AnswerText answer;
  commit(store_, [&](StoreWriter& writer) {
    if (auto earlier = earlier_answer(writer, call)) return void(answer = std::move(*earlier));
    auto list = KeptList::read(writer, setting_of(shop));
    if (auto const fault = obstacle(list, call, id)) return void(answer = fault_text(*fault));
    bool const removes = flag_of(call.params, "removed");
    OfficeNote note{.shop = shop, .event = "view_set", .params = {{"id", id}}};
    if (removes) {
      note.params.emplace("removed", true);
    } else {
      note.params.emplace("owner", call.actor.id);
      note.params.emplace("shared", flag_of(call.params, "shared"));
      note.personal.emplace_back("name", text_of(call.params, "name"));
      note.personal.emplace_back("query", boost::json::serialize(call.params.at("query")));
    }
    auto record = office_.draft(call.actor, text_of(call.params, "request_id"), std::move(note));
    object result{{"id", id}, {"entry_id", record.act.entry_id}};
    if (removes) {
      list.remove(id);
      result.emplace("removed", true);
    } else {
      list.put(record);
      result = view_of(*list.find(id), shop, call.actor);
    }
    answer = result_text(std::move(result));
    list.write(writer);
    record.answer = answer_to_keep(call, record.act.at, answer);
    writer.record_office(std::move(record));
  });
  return answer;
}

}  // namespace redress::api
