#include "api/server/pack_pages.hpp"

#include "api/packs/pack_zip.hpp"
#include "api/rpc/document.hpp"
#include "storage/common/file.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <vector>

namespace redress::api {
namespace {

constexpr std::string_view prefix = "/v1/packs/";
constexpr std::size_t piece_bytes = 256 * 1024;
constexpr std::size_t withhold_max = 200;  // as pack.create takes them

// The cover is shown by the browser's own reader; nothing in it may run, and only our own pages may frame it.
constexpr std::string_view cover_policy =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

int status_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::invalid_params:
      return 400;
    case FaultKind::forbidden:
      return 403;
    case FaultKind::not_found:
      return 404;
    case FaultKind::version_conflict:
    case FaultKind::ledger_broken:
      return 409;
    case FaultKind::too_large:
      return 413;
    case FaultKind::evidence_rejected:
      return 422;
    case FaultKind::rate_limited:
      return 429;
    default:
      return 500;
  }
}

http::Response refused(Fault const& fault) {
  auto response = http::refuse(status_of(fault.kind), fault.kind, fault.says, fault.position);
  if (fault.kind == FaultKind::rate_limited) response.fields.emplace_back("Retry-After", "2");
  return response;
}

bool may_make(Role role) {
  auto const& roles = rpc::find_method("pack.create")->roles;
  return std::ranges::find(roles, role) != roles.end();
}

Fault wrong_query(std::string const& name) {
  return {FaultKind::invalid_params,
          {fmt::format("不认识的查询参数“{}”，可用 withhold、for、squeezed", name),
           fmt::format("the query member \"{}\" is not known; there are withhold, for and squeezed", name)},
          "query." + name};
}

// `squeezed` is a word of pack.create; a ZIP's documents are always deflated, so that here it changes nothing.
Result<packs::PackWish> wish_of(std::string case_id, std::string_view query) {
  packs::PackWish wish{.case_id = std::move(case_id)};
  // As a part of a URL: Boost.URL 1.81's parse_query() reads past the end of a query that stands alone.
  auto const target = fmt::format("/?{}", query);
  auto const parsed = boost::urls::parse_origin_form(target);
  if (!parsed) return wrong_query(std::string(query));
  if (query.empty()) return wish;
  for (auto const each : parsed->params()) {
    auto const& key = each.key;
    auto const& value = each.value;
    if (key == "withhold") {
      for (std::string_view left = value; !left.empty();) {
        auto const comma = std::min(left.find(','), left.size());
        wish.withhold.emplace_back(left.substr(0, comma));
        left.remove_prefix(std::min(comma + 1, left.size()));
      }
      if (wish.withhold.size() > withhold_max)
        return Fault{
            FaultKind::invalid_params,
            {fmt::format("至多可留出 {} 件", withhold_max), fmt::format("at most {} may be withheld", withhold_max)},
            "query.withhold"};
    } else if (key == "for") {
      wish.for_call = value;
    } else if (key != "squeezed" || (value != "0" && value != "1")) {
      return wrong_query(key);
    }
  }
  return wish;
}

Fault busy() {
  return {FaultKind::rate_limited,
          {"正在制作的证据包太多，请稍后再试", "too many packs are being made; try again in a moment"}};
}

Fault no_room(std::int64_t needed) {
  return {FaultKind::internal,
          {fmt::format("服务器磁盘空间不足，制作此证据包需要 {} 字节", needed),
           fmt::format("the server's disk has no room: this pack needs {} bytes", needed)}};
}

Fault too_large(std::int64_t bytes, std::int64_t most) {
  return {FaultKind::too_large,
          {fmt::format("证据包共 {} 字节，至多 {} 字节；请用 withhold 留出部分证据", bytes, most),
           fmt::format("the pack has {} bytes, at most {}; leave some evidence out with `withhold`", bytes, most)},
          "params.case_id"};
}

// A place among so many; given back when it goes away.
std::shared_ptr<void> place_in(std::shared_ptr<std::atomic<int>> const& taken, int most) {
  if (taken->fetch_add(1) < most) return {static_cast<void*>(taken.get()), [taken](void*) { taken->fetch_sub(1); }};
  taken->fetch_sub(1);
  return nullptr;
}

}  // namespace

// A place on the disk, and the file in it.
struct PackPages::Slot {
  std::shared_ptr<void> place;
  std::filesystem::path file;

  Slot(std::shared_ptr<void> its_place, std::filesystem::path its_file)
      : place(std::move(its_place)), file(std::move(its_file)) {}
  Slot(Slot const&) = delete;
  Slot& operator=(Slot const&) = delete;
  ~Slot() {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
  }
};

PackPages::PackPages(packs::PackDesk& packs, FindOriginal find, std::filesystem::path folder, PackDoorLimits limits)
    : packs_(packs), find_(std::move(find)), folder_(std::move(folder)), limits_(limits) {
  if (auto const made = storage::make_private_folder(folder_); !made) throw FaultError(made.error());
  std::error_code ignored;
  for (auto const& left : std::filesystem::directory_iterator(folder_, ignored))
    std::filesystem::remove(left.path(), ignored);
}

std::optional<http::Response> PackPages::page(http::Head const& head, Actor const& actor) {
  if (!head.path.starts_with(prefix)) return std::nullopt;
  auto const name = head.path.substr(prefix.size());
  bool const is_zip = name.ends_with(".zip");
  if (!is_zip && !name.ends_with(".pdf")) return std::nullopt;
  if (!may_make(actor.role))
    return refused({FaultKind::forbidden, {"该角色不能制作证据包", "this role may not make packs"}});
  auto const wish = wish_of(std::string(name.substr(0, name.size() - 4)), head.query);
  if (!wish) return refused(wish.error());
  return is_zip ? zip(*wish, actor) : pdf(*wish, actor);
}

http::Response PackPages::pdf(packs::PackWish const& wish, Actor const& actor) {
  auto const making = place_in(making_, limits_.made_at_once);
  if (!making) return refused(busy());
  auto content = packs_.content_of(wish, actor);
  if (!content) return refused(content.error());
  auto const cover = std::ranges::find(content->documents, "data/cover.pdf", &packs::Document::path);
  return {.status = 200,
          .content_type = "application/pdf",
          .body = std::move(cover->bytes),
          .fields = {{"Content-Disposition", fmt::format("inline; filename=\"{}.pdf\"", content->name)},
                     {"Content-Security-Policy", std::string(cover_policy)}}};
}

http::Response PackPages::zip(packs::PackWish const& wish, Actor const& actor) {
  auto const making = place_in(making_, limits_.made_at_once);
  auto place = making ? place_in(on_disk_, limits_.on_disk) : nullptr;
  if (!place) return refused(busy());
  auto const content = packs_.content_of(wish, actor);
  if (!content) return refused(content.error());
  auto const name = fmt::format("{}.zip", drawn_.fetch_add(1));
  auto file = write(*content, std::make_shared<Slot>(std::move(place), folder_ / name));
  if (!file) return refused(file.error());
  return {.status = 200,
          .content_type = "application/zip",
          .fields = {{"Content-Disposition", fmt::format("attachment; filename=\"{}.zip\"", content->name)},
                     {"Content-Security-Policy", "sandbox; default-src 'none'"}},
          .file = std::move(*file)};
}

Result<http::BodyFile> PackPages::write(packs::PackContent const& content, std::shared_ptr<Slot> slot) {
  std::int64_t bytes = 0;
  for (auto const& document : content.documents) bytes += static_cast<std::int64_t>(document.bytes.size());
  for (auto const& original : content.originals) bytes += original.size_bytes;
  if (bytes > limits_.pack_bytes) return too_large(bytes, limits_.pack_bytes);
  std::error_code failed;
  auto const space = std::filesystem::space(folder_, failed);
  if (failed || static_cast<std::int64_t>(space.available) < bytes + limits_.spare_disk_bytes) return no_room(bytes);
  auto zip = packs::ZipWriter::begin(slot->file, content.time);
  if (!zip) return zip.error();
  auto const fetch = [this](std::string const& sha256, packs::TakePiece const& take) -> Result<void> {
    auto const path = find_(sha256);
    std::ifstream in;
    if (path) in.open(*path, std::ios::binary);
    if (!in.is_open())
      return Fault{FaultKind::ledger_broken, {"证据原件已不在存储中", "an original is no longer held"}, sha256};
    std::vector<std::uint8_t> piece(piece_bytes);
    while (in) {
      in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
      auto const got = static_cast<std::size_t>(in.gcount());
      if (got > 0 && !take(ledger::Bytes(piece).first(got))) break;
    }
    return {};
  };
  if (auto const written = packs::write_pack(*zip, content.name, packs::files_of(content), fetch); !written)
    return written.error();
  auto const size = std::filesystem::file_size(slot->file, failed);
  if (failed) return no_room(bytes);
  auto path = slot->file.string();
  return http::BodyFile{std::move(path), size, std::move(slot)};
}

}  // namespace redress::api
