#include "engine/rules/book_diff.hpp"

#include "engine/base/money.hpp"
#include "engine/rules/calendar.hpp"
#include "engine/rules/rulebook_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

namespace json = boost::json;

struct Word {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array lists{Word{"book", "规则书", "book"},
                           Word{"rules", "规则", "rule"},
                           Word{"deadlines", "时限", "deadline"},
                           Word{"compensations", "赔付", "compensation"},
                           Word{"evidence_needs", "举证要求", "evidence need"},
                           Word{"vocabularies", "词表", "word list"},
                           Word{"calendar", "日历年份", "calendar year"},
                           Word{"timetable", "班次表", "working hours"},
                           Word{"reminders", "提醒", "reminder"},
                           Word{"efforts", "工时", "effort"}};
constexpr std::array members{Word{"cites", "出处", "citation"},
                             Word{"confidence", "可信度", "confidence"},
                             Word{"effect", "效果", "effect"},
                             Word{"on", "适用的动作", "events"},
                             Word{"when", "适用条件", "scope (when)"},
                             Word{"require", "要求", "requirement (require)"},
                             Word{"due", "到期时间", "due time"},
                             Word{"slot", "时限位", "slot"},
                             Word{"from", "生效日", "first day"},
                             Word{"to", "最后生效日", "last day"},
                             Word{"says", "说明", "sentence"},
                             Word{"advances", "自动执行的动作", "event automation may apply"},
                             Word{"compensation", "对应的赔付", "compensation owed"},
                             Word{"breach", "违约类型", "breach"},
                             Word{"per_mille", "赔付比例", "rate"},
                             Word{"min_minor", "最低赔付", "least sum"},
                             Word{"max_minor", "最高赔付", "greatest sum"},
                             Word{"borne_by", "举证方", "burden of proof"},
                             Word{"any_of", "证据组合", "evidence asked for"},
                             Word{"terms", "词语", "terms"},
                             Word{"holidays", "放假", "public holidays"},
                             Word{"makeup_days", "调休上班", "make-up workdays"},
                             Word{"makeup_as", "调休日的班次", "hours of make-up workdays"},
                             Word{"shifts", "班次", "shifts"},
                             Word{"days_off", "店休", "days off"},
                             Word{"extra_days", "加班日", "extra days"},
                             Word{"minutes_before", "提前分钟数", "minutes before"},
                             Word{"working", "按工作时间", "counted in working time"},
                             Word{"slots", "时限位", "slots"},
                             Word{"minutes", "分钟数", "minutes"},
                             Word{"source", "来源", "source"},
                             Word{"platform", "平台", "platform"},
                             Word{"version", "版本", "version"},
                             Word{"title", "名称", "title"},
                             Word{"version_selector", "版本选择", "version selector"}};
constexpr std::array made_of_others{"sets_timer", "digest", "id"};  // say nothing of their own

template <class Words>
Word word_for(Words const& words, std::string_view name) {
  auto const at = std::ranges::find(words, name, &Word::name);
  return at == words.end() ? Word{name, name, name} : *at;
}

// A value as a reader sees it; of a sentence or a title the half in the reader's language.
std::string shown(std::string_view member, json::value const& value, std::string_view language) {
  if (value.is_null()) return language == "zh" ? "（无）" : "(none)";
  if (value.is_string()) return fmt::format("\"{}\"", std::string_view{value.get_string()});
  if (value.is_int64() && member == "per_mille")
    return fmt::format("{}.{} %", value.get_int64() / 10, value.get_int64() % 10);
  if (value.is_int64() && member.ends_with("_minor")) return format_major(Money{value.get_int64()});
  if (auto const* object = value.if_object()) {
    if (auto const* said = object->if_contains(language))
      return fmt::format("\"{}\"", std::string_view{said->get_string()});
    if (auto const* text = object->if_contains("text"))
      return fmt::format("\"{} [{}]\"", std::string_view{text->get_string()},
                         std::string_view{object->at("source").get_string()});
  }
  return json::serialize(value);
}

// Of long lists of days only what came and what went.
std::optional<Says> days_changed(Word const& word, json::value const& was, json::value const& now) {
  auto const* before = was.if_array();
  auto const* after = now.if_array();
  if (!before || !after || (word.name != "holidays" && word.name != "makeup_days")) return std::nullopt;
  auto const without = [](json::array const& these, json::array const& those) {
    std::string listed;
    for (auto const& day : these)
      if (std::ranges::find(those, day) == those.end())
        listed += (listed.empty() ? "" : ", ") + std::string(day.as_string());
    return listed;
  };
  auto const added = without(*after, *before);
  auto const gone = without(*before, *after);
  Says says;
  if (!added.empty()) says = {fmt::format("{}增加 {}", word.zh, added), fmt::format("{} added: {}", word.en, added)};
  if (!gone.empty()) {
    says.zh += fmt::format("{}{}取消 {}", says.zh.empty() ? "" : "，", word.zh, gone);
    says.en += fmt::format("{}{} removed: {}", says.en.empty() ? "" : ", ", word.en, gone);
  }
  return says;
}

MemberChange member_change(std::string_view member, json::value was, json::value now) {
  auto const word = word_for(members, member);
  Says says{fmt::format("{}由 {} 改为 {}", word.zh, shown(member, was, "zh"), shown(member, now, "zh")),
            fmt::format("{} was {}, is {}", word.en, shown(member, was, "en"), shown(member, now, "en"))};
  if (auto days = days_changed(word, was, now)) says = std::move(*days);
  return {std::string(member), std::move(was), std::move(now), std::move(says)};
}

json::value member_of(json::object const& item, std::string_view name) {
  auto const* found = item.if_contains(name);
  return found ? *found : json::value(nullptr);
}

std::vector<MemberChange> compare(json::object const& was, json::object const& now) {
  std::vector<MemberChange> changes;
  auto const look_at = [&](std::string_view name) {
    bool const told = std::ranges::find(changes, name, &MemberChange::member) != changes.end();
    if (told || std::ranges::find(made_of_others, name) != made_of_others.end()) return;
    auto before = member_of(was, name);
    auto after = member_of(now, name);
    if (before != after) changes.push_back(member_change(name, std::move(before), std::move(after)));
  };
  for (auto const& member : now) look_at(member.key());
  for (auto const& member : was) look_at(member.key());
  return changes;
}

std::string days_of(json::object const& item, std::string_view language) {
  auto const from = member_of(item, "from");
  auto const to = member_of(item, "to");
  if (from.is_null() && to.is_null()) return {};
  auto const day = [](json::value const& value) {
    return value.is_null() ? std::string{} : std::string(value.get_string());
  };
  return language == "zh" ? fmt::format("（{} 至 {}）", day(from), day(to))
                          : fmt::format(" ({} to {})", day(from), day(to));
}

std::string sentence_of(json::object const& item, std::string_view language) {
  auto const* says = item.if_contains("says");
  return says ? fmt::format("{}{}", language == "zh" ? "：" : ": ", shown("says", *says, language)) : std::string{};
}

Says whole(ItemChange::What what, std::string_view list, std::string_view id, json::object const& item,
           std::vector<MemberChange> const& changes) {
  auto const word = word_for(lists, list);
  if (what == ItemChange::What::changed) {
    std::vector<std::string> zh;
    std::vector<std::string> en;
    for (auto const& each : changes) {
      zh.push_back(each.says.zh);
      en.push_back(each.says.en);
    }
    return {fmt::format("{} {} 有变化：{}", word.zh, id, fmt::join(zh, "；")),
            fmt::format("{} {} changed: {}", word.en, id, fmt::join(en, "; "))};
  }
  bool const added = what == ItemChange::What::added;
  return {
      fmt::format("{}{} {}{}{}", added ? "新增" : "删除", word.zh, id, days_of(item, "zh"), sentence_of(item, "zh")),
      fmt::format("{} {} {}{}{}", word.en, id, added ? "added" : "removed", days_of(item, "en"),
                  sentence_of(item, "en"))};
}

struct Item {
  std::string id;
  json::object json;
  bool matched = false;
};

class ListDiff {
 public:
  ListDiff(std::string_view list, std::vector<Item> was, std::vector<Item> now, std::vector<ItemChange>& changes)
      : list_(list), was_(std::move(was)), now_(std::move(now)), changes_(changes) {}

  void run() {
    // What is the same in every member first, then versions by their first day, then in the order they stand.
    match([](Item const& a, Item const& b) { return compare(a.json, b.json).empty(); });
    match([](Item const& a, Item const& b) { return member_of(a.json, "from") == member_of(b.json, "from"); });
    match([](Item const&, Item const&) { return true; });
    for (auto const& item : now_)
      if (!item.matched) add(ItemChange::What::added, item, {});
    for (auto const& item : was_)
      if (!item.matched) add(ItemChange::What::removed, item, {});
  }

 private:
  template <class Fits>
  void match(Fits fits) {
    for (auto& now : now_) {
      if (now.matched) continue;
      auto const was = std::ranges::find_if(
          was_, [&](Item const& each) { return !each.matched && each.id == now.id && fits(each, now); });
      if (was == was_.end()) continue;
      was->matched = now.matched = true;
      if (auto changes = compare(was->json, now.json); !changes.empty())
        add(ItemChange::What::changed, now, std::move(changes));
    }
  }

  void add(ItemChange::What what, Item const& item, std::vector<MemberChange> changes) {
    auto says = whole(what, list_, item.id, item.json, changes);
    changes_.push_back({what, std::string(list_), item.id, std::move(changes), std::move(says)});
  }

  std::string_view list_;
  std::vector<Item> was_;
  std::vector<Item> now_;
  std::vector<ItemChange>& changes_;
};

// A rule's version is the book's, which the title page tells once.
template <class List>
std::vector<Item> items_of(List const& list) {
  std::vector<Item> items;
  for (auto const& item : list) {
    auto made = to_json(item);
    made.erase("version");
    made.erase("calendar");  // told once, as the book's
    items.push_back({item.id, std::move(made)});
  }
  return items;
}

std::vector<Item> word_lists(Rulebook const& book) {
  std::vector<Item> items;
  for (auto const& each : book.vocabularies)
    items.push_back({each.name, {{"terms", json::array(each.terms.begin(), each.terms.end())}}});
  return items;
}

std::vector<Item> calendar_years(Rulebook const& book) {
  std::vector<Item> items;
  auto const calendar = book.calendar ? to_json(*book.calendar) : json::object{};
  if (auto const* years = calendar.if_contains("years"))
    for (auto const& year : years->as_array()) {
      auto made = year.as_object();
      made.erase("year");
      items.push_back({json::serialize(year.at("year")), std::move(made)});
    }
  return items;
}

std::vector<Item> hours(Rulebook const& book) {
  std::vector<Item> items;
  auto const calendar = book.calendar ? to_json(*book.calendar) : json::object{};
  if (auto const* timetable = calendar.if_contains("timetable")) items.push_back({book.shop, timetable->as_object()});
  return items;
}

std::vector<Item> title_page(Rulebook const& book) {
  return {{"",
           {{"platform", book.platform.empty() ? "*" : book.platform},
            {"version", book.version},
            {"title", redress::to_json(book.title)},
            {"version_selector", name_of(book.version_selector)}}}};
}

}  // namespace

std::string_view name_of(ItemChange::What what) {
  constexpr std::array<std::string_view, 3> names{"added", "removed", "changed"};
  return names.at(static_cast<std::size_t>(what));
}

std::vector<ItemChange> diff(Rulebook const& was, Rulebook const& now) {
  std::vector<ItemChange> changes;
  ListDiff("book", title_page(was), title_page(now), changes).run();
  ListDiff("rules", items_of(was.rules), items_of(now.rules), changes).run();
  ListDiff("deadlines", items_of(was.deadlines), items_of(now.deadlines), changes).run();
  ListDiff("compensations", items_of(was.compensations), items_of(now.compensations), changes).run();
  ListDiff("evidence_needs", items_of(was.evidence_needs), items_of(now.evidence_needs), changes).run();
  ListDiff("vocabularies", word_lists(was), word_lists(now), changes).run();
  ListDiff("calendar", calendar_years(was), calendar_years(now), changes).run();
  ListDiff("timetable", hours(was), hours(now), changes).run();
  ListDiff("reminders", items_of(was.reminders), items_of(now.reminders), changes).run();
  ListDiff("efforts", items_of(was.efforts), items_of(now.efforts), changes).run();
  return changes;
}

json::object to_json(ItemChange const& change) {
  json::object made{{"what", name_of(change.what)}, {"list", change.list}, {"id", change.id}};
  if (change.what == ItemChange::What::changed) {
    json::array all;
    for (auto const& each : change.members)
      all.push_back(json::object{
          {"member", each.member}, {"was", each.was}, {"now", each.now}, {"says", redress::to_json(each.says)}});
    made.emplace("members", std::move(all));
  }
  made.emplace("says", redress::to_json(change.says));
  return made;
}

}  // namespace redress::rules
