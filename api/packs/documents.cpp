#include "api/packs/documents.hpp"

#include "api/service/case_view.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::packs {
namespace {

using boost::json::array;
using boost::json::object;

std::string lines(object const& json) { return boost::json::serialize(json) + "\n"; }

array limits_json(std::vector<LimitFinding> const& findings) {
  array json;
  for (auto const& finding : findings)
    json.push_back(object{{"call", finding.limit->call},
                          {"use", to_json(finding.limit->use)},
                          {"says", to_json(finding.says)},
                          {"confidence", finding.limit->confidence},
                          {"source", finding.limit->source}});
  return json;
}

object exhibit_json(Exhibit const& exhibit) {
  auto const& item = exhibit.item;
  object json{{"number", exhibit.number},  {"id", item.id},
              {"kind", item.kind},         {"size", item.size_bytes},
              {"mime", item.mime},         {"source", item.source},
              {"helps", item.helps},       {"added_at", format_rfc3339(item.added_at)},
              {"added_by", item.added_by}, {"limits", limits_json(exhibit.limits)}};
  if (auto const* kind = find_evidence_kind(item.kind))
    json.emplace("kind_says", object{{"zh", kind->zh}, {"en", kind->en}});
  if (item.captured_at) json.emplace("captured_at", format_rfc3339(*item.captured_at));
  bool const is_text = !item.commitment.empty();
  bool const is_here = exhibit.withheld == Withheld::no;
  if (is_text) json.emplace("commitment", item.commitment);
  // A bare hash, or the salt, would let anyone try out what a withheld text may have said.
  if (is_text && is_here) json.emplace("salt", item.salt);
  if (!is_text || is_here) json.emplace("sha256", item.sha256);
  if (is_here)
    json.emplace("path", exhibit.path);
  else
    json.emplace("withheld", to_json(withheld_says(exhibit.withheld)));
  array needs;
  for (auto const* need : exhibit.needs)
    needs.push_back(object{{"id", need->id}, {"cites", need->cites.text}, {"borne_by", need->borne_by}});
  json.emplace("required_by", std::move(needs));
  return json;
}

object exhibits_json(Story const& story) {
  array exhibits;
  std::int64_t images = 0;
  for (auto const& exhibit : story.exhibits) {
    exhibits.push_back(exhibit_json(exhibit));
    images += is_image(exhibit.item.mime) ? 1 : 0;
  }
  array missing;
  for (auto const& need : story.needs)
    for (auto const& group : need.groups)
      if (!group.present)
        missing.push_back(object{{"id", need.need->id},
                                 {"cites", need.need->cites.text},
                                 {"borne_by", need.need->borne_by},
                                 {"any_of", boost::json::value_from(group.kinds)},
                                 {"says", to_json(need.need->says)}});
  return {{"format", "redress-pack/1"},
          {"exhibits", std::move(exhibits)},
          {"missing", std::move(missing)},
          {"limits", limits_json(counts_passed(story.loaded.case_.platform, images))}};
}

object case_json(Story const& story) {
  array clauses;
  for (auto const& clause : clauses_of(story)) {
    array verdicts;
    for (auto const& [case_seq, verdict] : clause.verdicts)
      verdicts.push_back(object{{"case_seq", case_seq}, {"verdict", verdict}});
    clauses.push_back(object{{"id", clause.id},
                             {"version", clause.version},
                             {"cites", clause.cites},
                             {"confidence", clause.confidence},
                             {"says", to_json(clause.says)},
                             {"verdicts", std::move(verdicts)}});
  }
  object json{{"format", "redress-pack/1"},
              {"case", api::case_view(story.loaded.case_, *story.loaded.workflow)},
              {"entries", story.trail.size()},
              {"last_at", format_rfc3339(story.last_at())},
              {"vkey", story.vkey},
              {"clauses", std::move(clauses)}};
  if (story.order) json.emplace("order", to_json(*story.order));
  return json;
}

Document receipt_document(Story const& story, std::size_t index) {
  auto const json = ledger::to_json(story.receipts[index]);
  return {fmt::format("{}receipts/{}.json", payload_folder, story.case_seq_name(index)), lines(json),
          boost::json::serialize(json.at("rulebook").at("texts"))};
}

std::vector<Document> payload_of(Story const& story, std::string cover) {
  auto const in_payload = [](std::string_view name) { return fmt::format("{}{}", payload_folder, name); };
  std::vector<Document> documents;
  documents.push_back({in_payload("cover.pdf"), std::move(cover)});
  documents.push_back({in_payload("case.json"), lines(case_json(story))});
  documents.push_back({in_payload("exhibits.json"), lines(exhibits_json(story))});
  documents.push_back({in_payload("checkpoint.txt"), story.checkpoint});
  std::string trail;
  for (auto const& each : story.trail) trail += each.entry.bytes + "\n";
  documents.push_back({in_payload("trail.ndjson"), std::move(trail)});
  for (std::size_t i = 0; i < story.receipts.size(); ++i) documents.push_back(receipt_document(story, i));
  for (auto const& exhibit : story.exhibits)
    if (exhibit.item.text && exhibit.withheld == Withheld::no) documents.push_back({exhibit.path, *exhibit.item.text});
  return documents;
}

ManifestLine line_of(Document const& document) { return {ledger::hex(ledger::sha256(document.bytes)), document.path}; }

std::string info_of(Story const& story, PackContent const& content, std::string_view software) {
  std::int64_t bytes = 0;
  for (auto const& document : content.documents) bytes += static_cast<std::int64_t>(document.bytes.size());
  for (auto const& original : content.originals) bytes += original.size_bytes;
  auto const at = format_rfc3339(content.time);
  return bag_info_text({{"Source-Organization", story.loaded.case_.shop},
                        {"External-Identifier", story.loaded.case_.id},
                        {"External-Description", "Evidence pack of an after-sales case"},
                        {"Bagging-Date", at.substr(0, 10)},
                        {"Last-Entry-At", at},
                        {"Payload-Oxum", payload_oxum(bytes, content.documents.size() + content.originals.size())},
                        {"Bag-Software-Agent", std::string(software)}});
}

}  // namespace

Result<PackContent> compose(Story const& story, std::string cover, std::string_view page, std::string_view software,
                            Sign const& sign) {
  auto const& case_ = story.loaded.case_;
  PackContent content{.name = fmt::format("redress-{}", case_.id), .time = story.last_at()};
  content.documents = payload_of(story, std::move(cover));
  auto const head = sign(to_text(CaseHead{.case_id = case_.id,
                                          .entries = static_cast<std::int64_t>(story.trail.size()),
                                          .last_hash = story.trail.back().entry.hash,
                                          .tree = story.tree}));
  if (!head) return head.error();
  content.documents.push_back({fmt::format("{}case-head.txt", payload_folder), *head});
  for (auto const& exhibit : story.exhibits)
    if (exhibit.withheld == Withheld::no && !exhibit.item.text)
      content.originals.push_back({exhibit.path, exhibit.item.sha256, exhibit.item.size_bytes});

  std::vector<ManifestLine> manifest;
  for (auto const& document : content.documents) manifest.push_back(line_of(document));
  for (auto const& original : content.originals) manifest.push_back({original.sha256, original.path});
  std::vector<Document> tags{{std::string(bagit_path), std::string(bagit_text)},
                             {std::string(bag_info_path), info_of(story, content, software)},
                             {std::string(manifest_path), manifest_text(std::move(manifest))},
                             {std::string(page_path), std::string(page)}};
  std::vector<ManifestLine> tag_lines;
  for (auto const& tag : tags) tag_lines.push_back(line_of(tag));
  tags.push_back({std::string(tagmanifest_path), manifest_text(std::move(tag_lines))});
  auto const seal =
      sign(to_text(Seal{.case_id = case_.id, .tagmanifest_sha256 = line_of(tags.back()).sha256, .tree = story.tree}));
  if (!seal) return seal.error();
  tags.push_back({std::string(seal_path), *seal});
  std::ranges::move(tags, std::back_inserter(content.documents));
  std::ranges::sort(content.documents, {}, &Document::path);
  return content;
}

}  // namespace redress::packs
