#include "api/server/import_files.hpp"

#include "api/service/case_desk.hpp"
#include "storage/common/file.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace redress::api {
namespace {

constexpr std::int64_t kept_ms = 24 * 3600 * second_ms;

class Arriving final : public http::BlobSink {
 public:
  Arriving(storage::BlobWriter writer, ImportFiles& files, Actor actor)
      : writer_(std::move(writer)), files_(files), actor_(std::move(actor)) {}

  bool append(std::span<std::byte const> bytes) override {
    auto const taken = writer_.append({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
    if (!taken) failure_ = taken.error();
    return taken.has_value();
  }

  http::Response finish() override {
    if (failure_) return http::refuse(500, failure_->kind, failure_->says);
    auto const blob = writer_.finish();
    if (!blob) return http::refuse(500, blob.error().kind, blob.error().says);
    files_.keep(blob->sha256, actor_);
    boost::json::object const json{{"sha256", blob->sha256}, {"size", blob->size_bytes}};
    return {.status = 200, .content_type = "application/json", .body = boost::json::serialize(json)};
  }

 private:
  storage::BlobWriter writer_;
  ImportFiles& files_;
  Actor actor_;
  std::optional<Fault> failure_;
};

}  // namespace

ImportFiles::ImportFiles(std::filesystem::path const& data_dir, Clock const& clock) : clock_(clock) {
  auto const folder = data_dir / "imports";
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (auto const made = storage::make_private_folder(folder); !made) throw FaultError(made.error());
  auto opened = storage::BlobStore::open(folder);
  if (!opened) throw FaultError(opened.error());
  files_ = std::move(*opened);
}

std::variant<std::unique_ptr<http::BlobSink>, http::Response> ImportFiles::begin(std::uint64_t bytes,
                                                                                 Actor const& actor) {
  if (actor.role != Role::manager && actor.role != Role::service)
    return http::refuse(403, FaultKind::forbidden, {"该角色不能导入", "this role may not import"});
  if (bytes > static_cast<std::uint64_t>(import_bytes_max))
    return http::refuse(413, FaultKind::too_large,
                        {fmt::format("导入文件至多 {} 字节", import_bytes_max),
                         fmt::format("a file to import has at most {} bytes", import_bytes_max)});
  auto writer = files_->writer(import_bytes_max);
  if (!writer) return http::refuse(503, writer.error().kind, writer.error().says);
  return std::make_unique<Arriving>(std::move(*writer), *this, actor);
}

void ImportFiles::keep(std::string const& sha256, Actor const& actor) {
  std::scoped_lock const lock{mutex_};
  kept_.remove_if([&](auto const& each) { return each.sha256 == sha256 && each.shop == actor.shop; });
  kept_.push_back({sha256, actor.shop, clock_.now()});
  forget_old();
}

void ImportFiles::forget_expired() {
  std::scoped_lock const lock{mutex_};
  forget_old();
}

// Under the mutex. A file goes with the last who keeps it.
void ImportFiles::forget_old() {
  while (!kept_.empty() && (kept_.size() > import_files_max || kept_.front().at.ms + kept_ms < clock_.now().ms)) {
    auto const gone = kept_.front().sha256;
    kept_.pop_front();
    if (std::ranges::find(kept_, gone, &Kept::sha256) == kept_.end())
      if (auto const removed = files_->remove(gone); !removed) throw FaultError(removed.error());
  }
}

Result<std::string> ImportFiles::text_of(std::string_view sha256, Actor const& actor) {
  std::scoped_lock const lock{mutex_};
  forget_old();
  bool const known =
      std::ranges::any_of(kept_, [&](auto const& each) { return each.sha256 == sha256 && each.shop == actor.shop; });
  auto const found = known ? files_->find(sha256) : Result<std::optional<storage::BlobStore::Found>>(std::nullopt);
  if (!found) return found.error();
  if (!*found)
    return Fault{FaultKind::not_found,
                 {"没有这个导入文件，请用 PUT /v1/imports 重新上传",
                  "there is no such file to import; upload it again by PUT /v1/imports"},
                 "params.sha256"};
  std::ifstream in{(*found)->path, std::ios::binary};
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (static_cast<std::int64_t>(text.size()) != (*found)->size_bytes)
    return Fault{FaultKind::internal, {"无法读取导入文件", "the file to import cannot be read"}};
  return text;
}

}  // namespace redress::api
