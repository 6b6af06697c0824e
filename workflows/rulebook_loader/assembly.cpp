#include "workflows/rulebook_loader/assembly.hpp"

#include "engine/ledger/rulebook_text.hpp"
#include "workflows/rulebook_loader/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

class IncludeWalk {
 public:
  IncludeWalk(PartFiles const& files, std::vector<Finding>& findings) : files_(files), findings_(findings) {}

  void visit(PartFile const& file) {
    open_.push_back(&file);
    found_.push_back(&file);
    for (auto const& include : file.part.includes) follow(file, include);
    open_.pop_back();
  }

  std::vector<PartFile const*> take() { return std::move(found_); }

 private:
  void follow(PartFile const& from, PlacedText const& include) {
    auto const at = files_.find(include.text);
    if (at == files_.end()) return report_unknown(from, include);
    auto const* file = &at->second;
    if (std::ranges::find(open_, file) != open_.end())
      return report(from, include,
                    {fmt::format("循环包含：“{}”", include.text),
                     fmt::format("\"{}\" includes itself in a circle", include.text)});
    if (file->part.is_book())
      return report(from, include,
                    {fmt::format("“{}”是一本规则书，不能被包含", include.text),
                     fmt::format("\"{}\" is a book of its own and cannot be included", include.text)});
    if (std::ranges::find(found_, file) == found_.end()) visit(*file);
  }

  void report_unknown(PartFile const& from, PlacedText const& include) {
    if (include.text.empty()) return;
    std::vector<std::string_view> names;
    for (auto const& [name, file] : files_) names.push_back(name);
    auto const meant = did_you_mean(include.text, names);
    report(from, include,
           {fmt::format("没有名为“{}”的文件{}", include.text, meant.zh),
            fmt::format("there is no file \"{}\"{}", include.text, meant.en)});
  }

  void report(PartFile const& from, PlacedText const& include, Says says) {
    findings_.push_back({from.part.name, include.place, std::move(says)});
  }

  PartFiles const& files_;
  std::vector<Finding>& findings_;
  std::vector<PartFile const*> open_;
  std::vector<PartFile const*> found_;
};

template <class Item>
void append(std::vector<Item>& all, std::vector<Placed<Item>> const& more) {
  for (auto const& placed : more) all.push_back(placed.item);
}

std::vector<ledger::RulebookText> texts_of(std::span<PartFile const* const> files) {
  std::vector<ledger::RulebookText> texts;
  for (auto const* file : files) texts.push_back({file->source->name, file->source->text});
  return texts;
}

}  // namespace

std::vector<PartFile const*> with_includes(PartFile const& first, PartFiles const& files,
                                           std::vector<Finding>& findings) {
  IncludeWalk walk(files, findings);
  walk.visit(first);
  return walk.take();
}

void check_one_calendar(std::span<PartFile const* const> files, std::vector<Finding>& findings) {
  PartFile const* first = nullptr;
  for (auto const* file : files) {
    if (!file->part.own_calendar) continue;
    if (first)
      findings.push_back({file->part.name,
                          file->part.place,
                          {fmt::format("一本手册只能有一个日历，已有“{}”", first->part.name),
                           fmt::format("a book has one calendar, and this has \"{}\" already", first->part.name)}});
    else
      first = file;
  }
}

Rulebook assemble(std::span<PartFile const* const> files) {
  auto const& first = files.front()->part;
  auto texts = texts_of(files);
  Rulebook book{.id = first.name,
                .platform = first.platform == "*" ? "" : first.platform.value_or(""),
                .version = first.version,
                .digest = ledger::rulebook_digest(texts),
                .title = first.title,
                .version_selector = first.version_selector};
  book.texts = std::move(texts);
  for (auto const* file : files) {
    append(book.rules, file->part.rules);
    append(book.deadlines, file->part.deadlines);
    append(book.compensations, file->part.compensations);
    append(book.evidence_needs, file->part.evidence_needs);
    append(book.risks, file->part.risks);
    append(book.vocabularies, file->part.vocabularies);
    if (file->part.reminders) append(book.reminders, *file->part.reminders);
    append(book.efforts, file->part.efforts);
    if (!book.calendar) book.calendar = file->part.own_calendar;
  }
  for (auto& rule : book.rules)
    if (rule.version.empty()) rule.version = book.version;
  book.index = BookIndex::of(book);
  return book;
}

}  // namespace redress::rules
