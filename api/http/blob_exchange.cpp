// What of HttpSession moves files: PUT /v1/blobs, GET /v1/blobs/{sha256}, and answers whose body is a file.
//
// The socket is read and written on the strand, the disk on the disk threads; while the disk works, nothing more is
// read, so a fast sender waits in TCP and a body never takes more memory than one piece.
#include "api/http/field_values.hpp"
#include "api/http/http_session.hpp"

#include <boost/beast/core/file.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace redress::api::http {
namespace {

constexpr std::size_t piece_bytes = 256 * 1024;

// Sinks live and die on the disk threads: taking back what an upload left there is disk work too.
using Begun = std::variant<std::unique_ptr<BlobSink>, Response>;

Response blob_response(BlobFile const& file, std::string_view name) {
  Response response;
  response.content_type = file.mime;
  // Uploaded bytes are never a page of ours: they are downloaded, not shown, and run nothing if they are shown after
  // all.
  response.fields = {{"Content-Disposition", "attachment"},
                     {"Content-Security-Policy", "sandbox; default-src 'none'"},
                     {"Cache-Control", "private"},
                     {"ETag", fmt::format("\"{}\"", name)},
                     {"Accept-Ranges", "bytes"}};
  return response;
}

struct OpenFile {
  boost::beast::file file;
  boost::system::error_code error;
};

}  // namespace

Awaitable<bool> HttpSession::receive_blob() {
  auto& disk = *common_->disk;
  auto const begin = [this] { return common_->service.begin_blob(stream_.head(), peer_); };
  Begun begun = co_await on_disk(disk, begin);
  if (auto const* refusal = std::get_if<Response>(&begun)) co_return co_await answer(*refusal);
  auto sink = std::move(std::get<std::unique_ptr<BlobSink>>(begun));

  std::vector<std::byte> piece(std::min<std::uint64_t>(piece_bytes, stream_.body_left()));
  auto body = HttpStream::Body::read;
  bool taken = true;
  while (taken && stream_.body_left() > 0) {
    std::size_t filled = 0;
    body = co_await stream_.fill_from_body(piece, filled);
    if (body != HttpStream::Body::read) break;
    auto const append = [&sink, bytes = std::span<std::byte const>(piece.data(), filled)] {
      return sink->append(bytes);
    };
    taken = co_await on_disk(disk, append);
  }
  auto const end = [&sink, whole = body == HttpStream::Body::read] {
    std::optional<Response> response;
    if (whole) response = sink->finish();
    sink.reset();
    return response;
  };
  auto const response = co_await on_disk(disk, end);
  if (!response) co_return co_await answer_body_trouble(body);
  co_return co_await answer(*response);
}

Awaitable<bool> HttpSession::send_blob(std::string_view name) {
  auto const find = [this, name] { return common_->service.find_blob(name, stream_.head(), peer_); };
  auto const found = co_await on_disk(*common_->disk, find);
  if (auto const* refusal = std::get_if<Response>(&found)) co_return co_await answer(*refusal);
  co_return co_await send_file(std::get<BlobFile>(found), name);
}

Awaitable<bool> HttpSession::send_file(BlobFile const& file, std::string_view name) {
  auto const& head = stream_.head();
  auto response = blob_response(file, name);
  auto const& tag = response.fields[3].second;
  if (lists_word(head.field("if-none-match"), tag)) {
    response.status = 304;
    response.content_type.clear();
    co_return co_await answer(response);
  }
  // Another version's bytes must not be completed with ours (If-Range); one hash has one version, so only the tag
  // counts.
  auto const if_range = head.field("if-range");
  auto const range = if_range.empty() || if_range == tag ? read_range(head.field("range"), file.size) : ByteRange{};
  if (range.kind == ByteRange::Kind::unsatisfiable) {
    auto refusal = refuse(416, FaultKind::invalid_params, {"请求的范围超出文件", "the range lies outside the file"});
    refusal.fields = {{"Content-Range", fmt::format("bytes */{}", file.size)}};
    co_return co_await answer(refusal);
  }
  bool const part = range.kind == ByteRange::Kind::part;
  auto const first = part ? range.first : 0;
  auto const left = part ? range.count : file.size;
  if (part) {
    response.status = 206;
    response.fields.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", first, first + left - 1, file.size));
  }
  co_return co_await send_bytes(response, file.path, first, left);
}

// `left` bytes of a file from `first` on: the head, then one piece in memory at a time.
Awaitable<bool> HttpSession::send_bytes(Response const& response, std::string const& path, std::uint64_t first,
                                        std::uint64_t left) {
  bool const keep_alive = stream_.frame().keep_alive && !common_->roster.winding_down();
  if (stream_.head().method == Method::head)
    co_return co_await stream_.write_head(response, left, keep_alive) && keep_alive;

  OpenFile opened;
  auto const open = [&opened, &path, first] {
    opened.file.open(path.c_str(), boost::beast::file_mode::scan, opened.error);
    if (!opened.error) opened.file.seek(first, opened.error);
    return true;
  };
  co_await on_disk(*common_->disk, open);
  if (opened.error) throw boost::system::system_error(opened.error, path);
  if (!co_await stream_.write_head(response, left, keep_alive)) co_return false;

  std::vector<std::byte> piece(std::min<std::uint64_t>(piece_bytes, left));
  while (left > 0) {
    auto const most = std::min<std::uint64_t>(piece.size(), left);
    auto const read = [&opened, &piece, most] { return opened.file.read(piece.data(), most, opened.error); };
    auto const got = co_await on_disk(*common_->disk, read);
    // The head promised more bytes than there are: closing early is the only way left to say so.
    if (opened.error || got == 0) co_return false;
    if (!co_await stream_.write_bytes(std::span(piece).first(got))) co_return false;
    left -= got;
  }
  if (!keep_alive) co_await stream_.linger();
  co_return keep_alive;
}

}  // namespace redress::api::http
