#include "workflows/rulebook_loader/part.hpp"

#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

template <class Item>
std::vector<Placed<Item>> read_items(Members const& file, std::string_view name, ItemContext& context,
                                     std::optional<Item> (*read)(YamlNode const&, ItemContext&)) {
  std::vector<Placed<Item>> items;
  auto const* list = file.find(name, Need::optional);
  if (!list) return items;
  for (auto const& node : items_of(*list, file.check())) {
    auto margin = read_margin(node, file.check());
    if (auto item = read(node, context)) items.push_back({std::move(*item), node.place, std::move(margin)});
  }
  return items;
}

std::vector<Placed<Vocabulary>> read_vocabularies(Members const& file) {
  std::vector<Placed<Vocabulary>> vocabularies;
  auto const* node = file.find("vocabularies", Need::optional);
  if (!node) return vocabularies;
  auto& check = file.check();
  if (node->kind != YamlNode::Kind::map)
    check.add(node->place, "应为映射（词表名: 词列表）", "must be a map of names to lists of terms");
  for (auto const& member : node->members) {
    Vocabulary vocabulary{member.name, {}};
    for (auto const& term : items_of(member.value, check)) vocabulary.terms.push_back(text_of(term, check));
    if (vocabulary.terms.empty() && member.value.kind == YamlNode::Kind::sequence)
      check.add(member.value.place, "列表不能为空", "the list must not be empty");
    vocabularies.push_back({std::move(vocabulary), member.place});
  }
  return vocabularies;
}

// A pattern of `silent_on` covers an event of some workflow, or is a slot some state waits on.
void check_silence(PlacedText const& name, FileCheck& check) {
  auto const& names = check.names();
  bool const known = names.slots.contains(name.text) || std::ranges::any_of(names.events, [&](std::string_view event) {
                       auto const dot = event.find('.');
                       return covers(name.text, event.substr(0, dot), event.substr(dot + 1));
                     });
  if (known || name.text.empty()) return;
  std::vector<std::string_view> all(names.events.begin(), names.events.end());
  all.insert(all.end(), names.slots.begin(), names.slots.end());
  auto const meant = did_you_mean(name.text, all);
  check.add(name.place, fmt::format("“{}”不对应任何事件或期限位{}", name.text, meant.zh),
            fmt::format("\"{}\" is no event and no deadline slot{}", name.text, meant.en));
}

std::vector<Silence> read_silences(Members const& file) {
  std::vector<Silence> silences;
  auto const* list = file.find("silent_on", Need::optional);
  if (!list) return silences;
  for (auto const& node : items_of(*list, file.check())) {
    Members const members(node, file.check(), {"names", "because"});
    auto const because = members.text("because", Need::required);
    for (auto& name : members.texts("names", Need::required)) {
      check_silence(name, file.check());
      silences.push_back({std::move(name), because});
    }
  }
  return silences;
}

constexpr std::array shop_members{"extends", "tighten", "remove", "authority", "timetable"};
constexpr std::array platform_members{"platform", "version_selector", "include", "calendar"};

void read_shop_title(Members const& file, YamlNode const& shop, Part& part) {
  auto& check = file.check();
  part.shop = PlacedText{text_of(shop, check), shop.place};
  for (auto const* name : platform_members)
    if (auto const* node = file.find(name, Need::optional))
      check.add(node->place, fmt::format("店铺手册不能写 {}，它由所叠加的平台手册决定", name),
                fmt::format("a shop's book has no `{}`: the book it extends says that", name));
  if (auto const* extends = file.find("extends", Need::required))
    part.extends = {text_of(*extends, check), extends->place};
  part.version = file.text("version", Need::required);
  if (file.find("title", Need::required)) part.title = file.says("title");
}

void read_title_page(Members const& file, Part& part) {
  auto& check = file.check();
  auto const* book = file.find("book", Need::required);
  part.place = book ? book->place : file.place();
  if (book && text_of(*book, check) != part.name)
    check.add(book->place, fmt::format("book 应与文件名“{}”相同", part.name),
              fmt::format("`book` must be the file's name, \"{}\"", part.name));
  if (auto const* shop = file.find("shop", Need::optional)) return read_shop_title(file, *shop, part);
  for (auto const* name : shop_members)
    if (auto const* node = file.find(name, Need::optional))
      check.add(node->place, fmt::format("{} 只用于店铺手册（有 shop 的文件）", name),
                fmt::format("`{}` is for a shop's book, which has a `shop`", name));
  auto const* platform = file.find("platform", Need::optional);
  if (platform) part.platform = text_of(*platform, check);
  auto const need = platform ? Need::required : Need::optional;
  part.version = file.text("version", need);
  if (file.find("title", need)) part.title = file.says("title");
  if (file.find("version_selector", need))
    part.version_selector = file.one_of("version_selector", &version_selector_from,
                                        {"at_decision_time", "at_conduct_time"}, VersionSelector::at_decision_time);
}

}  // namespace

OpenedFile::OpenedFile(BookSource const& source, Names const& names, std::vector<Finding>& findings)
    : source_(source), text_(source), check_(text_, names, findings) {
  auto const before = check_.count();
  root_ = parse_yaml(check_);
  clean_ = check_.count() == before;
}

YamlNode const* OpenedFile::member(std::string_view name) const {
  return root_ && root_->kind == YamlNode::Kind::map ? root_->find(name) : nullptr;
}

bool OpenedFile::is_shops() const { return member("shop") != nullptr; }

std::string OpenedFile::extends() const {
  auto const* node = member("extends");
  return node ? node->text : std::string{};
}

std::vector<std::string> OpenedFile::includes() const {
  std::vector<std::string> names;
  if (auto const* list = member("include"))
    for (auto const& item : list->items) names.push_back(item.text);
  return names;
}

CalendarPointer const& OpenedFile::own_calendar() {
  auto const* node = member("calendar");
  auto const before = check_.count();
  if (!calendar_read_ && node && !is_shops())
    own_calendar_ = std::make_shared<Calendar const>(source_.name, read_public_years(*node, check_));
  calendar_read_ = true;
  clean_ = clean_ && check_.count() == before;
  return own_calendar_;
}

Part OpenedFile::read(CalendarPointer calendar) {
  auto& check = check_;
  auto const& own = own_calendar();
  auto const before = check.count();
  Part part;
  part.name = source_.name;
  if (root_) {
    Members const file(*root_, check,
                       {"book",      "version",   "shop",          "extends",          "tighten", "remove",
                        "authority", "platform",  "title",         "version_selector", "include", "vocabularies",
                        "rules",     "deadlines", "compensations", "evidence_needs",   "risk",    "silent_on",
                        "calendar",  "timetable", "reminders",     "efforts"});
    read_title_page(file, part);
    part.own_calendar = own;
    part.calendar = std::move(calendar);
    if (auto const* timetable = file.find("timetable", Need::optional); timetable && part.shop)
      part.calendar =
          std::make_shared<Calendar const>(with_timetable(part.calendar, read_timetable(*timetable, check)));
    check.count_by(part.calendar);
    if (auto const* include = file.find("include", Need::optional))
      for (auto const& name : items_of(*include, check)) part.includes.push_back({text_of(name, check), name.place});
    part.vocabularies = read_vocabularies(file);
    ItemContext context{check, part.version};
    part.tightenings = read_items(file, "tighten", context, &read_tightening);
    if (auto const* remove = file.find("remove", Need::optional))
      for (auto const& id : items_of(*remove, check)) part.removals.push_back({text_of(id, check), id.place});
    part.authority = read_items(file, "authority", context, &read_authority);
    part.rules = read_items(file, "rules", context, &read_rule);
    part.deadlines = read_items(file, "deadlines", context, &read_deadline);
    part.compensations = read_items(file, "compensations", context, &read_compensation);
    part.evidence_needs = read_items(file, "evidence_needs", context, &read_evidence_need);
    part.risks = read_items(file, "risk", context, &read_risk);
    if (file.find("reminders", Need::optional)) part.reminders = read_items(file, "reminders", context, &read_reminder);
    part.efforts = read_items(file, "efforts", context, &read_effort);
    part.silences = read_silences(file);
    part.vocabularies_named = std::move(context.vocabularies_named);
    part.tried = std::move(context.tried);
    part.breaches_named = std::move(context.breaches_named);
  }
  part.sound = clean_ && check.count() == before;
  return part;
}

}  // namespace redress::rules
