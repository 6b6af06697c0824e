#include "api/service/reply_templates.hpp"

#include "api/service/commit.hpp"
#include "api/service/kept_list.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

std::string setting_of(std::string_view shop) { return fmt::format("templates.{}", shop); }

Fault not_of_shop() {
  return {FaultKind::forbidden, {"令牌不属于该店铺", "the token is not of this shop"}, "params.shop"};
}

object view_of(object const& item) {
  auto view = head_of(item);
  view.emplace("name", word_in(item, "name"));
  view.emplace("text", word_in(item, "text"));
  for (auto const* member : {"kind", "events"})
    if (auto const* told = told_in(item).if_contains(member)) view.emplace(member, *told);
  return view;
}

// "line 2, column 5": in characters, as an editor counts them.
std::string place_of(std::string_view text, std::size_t at) {
  int line = 1, column = 1;
  for (auto const byte : text.substr(0, at)) {
    if (byte == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return fmt::format("params.text, line {}, column {}", line, column);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Events are those of the kind, or of any kind where none is named.
Result<void> check_events(object const& params) {
  auto const* events = params.if_contains("events");
  if (!events) return {};
  auto const kind = text_of(params, "kind");
  auto const all = workflows::all_workflows();
  for (std::size_t i = 0; i < events->as_array().size(); ++i) {
    std::string const event{events->as_array()[i].as_string()};
    bool const known = std::ranges::any_of(all, [&](auto const* workflow) {
      return (kind.empty() || workflow->kind() == kind) &&
             std::ranges::any_of(workflow->events(), [&](auto const* each) { return each->name == event; });
    });
    if (!known)
      return invalid_params(fmt::format("params.events[{}]", i), fmt::format("没有动作“{}”", event),
                            fmt::format("there is no event \"{}\"", event));
  }
  return {};
}

Result<void> check(object const& params) {
  auto const* removed = params.if_contains("removed");
  bool const removes = removed && removed->as_bool();
  if (removes && !params.contains("id"))
    return invalid_params("params.id", "要删除哪一个模板？", "which template is to be removed?");
  if (removes) return {};
  for (auto const* name : {"name", "text"})
    if (!params.contains(name))
      return invalid_params(fmt::format("params.{}", name), fmt::format("缺少 {}", name),
                            fmt::format("{} is missing", name));
  if (auto slots = check_slots(text_of(params, "text")); !slots) return slots;
  return check_events(params);
}

}  // namespace

std::span<TemplateSlot const> template_slots() {
  static std::vector<TemplateSlot> const slots{
      {"case_id", {"案件号", "the case's id"}},
      {"order_id", {"订单号", "the order's id"}},
      {"title", {"商品名称", "the title of the goods"}},
      {"buyer", {"买家昵称（已遮挡）", "the buyer's nick, masked"}},
      {"shop", {"店铺", "the shop"}},
      {"state", {"案件状态", "the case's state"}},
      {"reason", {"申请原因", "the reason that was claimed"}},
      {"amount", {"申请金额", "the amount that is claimed"}},
      {"paid", {"实付金额", "what was paid"}},
      {"due_at", {"截止时间", "until when the owing party must move"}},
      {"carrier", {"物流公司", "the carrier"}},
      {"waybill", {"运单号（已遮挡）", "the waybill's number, masked"}},
      {"clause", {"规则依据", "the clause that speaks"}},
      {"today", {"今天的日期", "today's date"}},
  };
  return slots;
}

Result<void> check_slots(std::string_view text) {
  constexpr std::string_view open = "{{", close = "}}";
  for (auto at = text.find(open); at != std::string_view::npos; at = text.find(open, at)) {
    auto const end = text.find(close, at);
    if (end == std::string_view::npos)
      return invalid_params(place_of(text, at), "“{{”之后没有“}}”", "{{ is never closed by }}");
    auto const name = trimmed(text.substr(at + open.size(), end - at - open.size()));
    if (std::ranges::find(template_slots(), name, &TemplateSlot::name) == template_slots().end()) {
      std::vector<std::string_view> names;
      for (auto const& slot : template_slots()) names.push_back(slot.name);
      return invalid_params(place_of(text, at), fmt::format("没有可填项“{}”，可用：{}", name, fmt::join(names, "，")),
                            fmt::format("there is no slot \"{}\"; there are {}", name, fmt::join(names, ", ")));
    }
    at = end + close.size();
  }
  return {};
}

AnswerText ReplyTemplates::list(DeskCall const& call) const {
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop)) return fault_text(not_of_shop());
  array templates, slots;
  store_.read([&](StoreReader& store) {
    auto const kept = KeptList::read(store, setting_of(shop));
    for (auto const& item : kept.items()) templates.push_back(view_of(item.as_object()));
  });
  for (auto const& slot : template_slots()) slots.push_back(object{{"name", slot.name}, {"says", to_json(slot.says)}});
  return result_text({{"shop", shop}, {"templates", std::move(templates)}, {"slots", std::move(slots)}});
}

AnswerText ReplyTemplates::set(DeskCall const& call) const {
  auto const shop = text_of(call.params, "shop");
  if (!may_see(call.actor, shop)) return fault_text(not_of_shop());
  if (auto const sound = check(call.params); !sound) return fault_text(sound.error());
  auto id = text_of(call.params, "id");
  bool const is_new = id.empty();
  if (is_new) id = ids_.next("tpl");
  bool const removes = call.params.contains("removed") && call.params.at("removed").as_bool();
  AnswerText answer;
  commit(store_, [&](StoreWriter& writer) {
    if (auto earlier = earlier_answer(writer, call)) return void(answer = std::move(*earlier));
    auto list = KeptList::read(writer, setting_of(shop));
    if (!is_new && !list.find(id))
      return void(answer =
                      fault_text({FaultKind::not_found, {"没有该模板", "there is no such template"}, "params.id"}));
    if (is_new && list.items().size() >= templates_of_shop_max)
      return void(answer = fault_text({FaultKind::too_large,
                                       {fmt::format("每个店铺至多 {} 个模板", templates_of_shop_max),
                                        fmt::format("a shop has at most {} templates", templates_of_shop_max)},
                                       "params.shop"}));
    OfficeNote note{.shop = shop, .event = "template_set", .params = {{"id", id}}};
    if (removes) {
      note.params.emplace("removed", true);
    } else {
      for (auto const* member : {"kind", "events"})
        if (auto const* given = call.params.if_contains(member)) note.params.emplace(member, *given);
      for (auto const* word : {"name", "text"}) note.personal.emplace_back(word, text_of(call.params, word));
    }
    auto record = office_.draft(call.actor, text_of(call.params, "request_id"), std::move(note));
    object result{{"id", id}, {"entry_id", record.act.entry_id}};
    if (removes) {
      list.remove(id);
      result.emplace("removed", true);
    } else {
      list.put(record);
      result = view_of(*list.find(id));
    }
    answer = result_text(std::move(result));
    list.write(writer);
    record.answer = answer_to_keep(call, record.act.at, answer);
    writer.record_office(std::move(record));
  });
  return answer;
}

}  // namespace redress::api
