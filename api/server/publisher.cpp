#include "api/server/publisher.hpp"

#include "api/server/outgoing.hpp"
#include "engine/ledger/cosignature.hpp"
#include "engine/ledger/stamp.hpp"
#include "engine/ledger/witnessing.hpp"

#include <boost/json.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

namespace redress::api {
namespace {

constexpr int tries_max = 2;  // a witness that tells another size is asked once more

std::optional<std::uint64_t> size_told(OutgoingAnswer const& answer) {
  auto text = std::string_view(answer.body);
  if (!text.ends_with('\n') || !answer.content_type.starts_with("text/x.tlog.size")) return std::nullopt;
  text.remove_suffix(1);
  std::uint64_t size = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return size;
}

Fault trouble(std::string zh, std::string en) { return {FaultKind::internal, {std::move(zh), std::move(en)}}; }

}  // namespace

Publisher::Publisher(LedgerSigner& signer, PublishOptions options, Ids& ids, std::function<void()> before_turn)
    : signer_(signer), options_(std::move(options)), ids_(ids), before_turn_(std::move(before_turn)) {
  std::vector<ledger::VerifierKey> keys;
  for (auto const& witness : options_.witnesses) keys.push_back(witness.key);
  signer_.know_witnesses(std::move(keys));
}

Publisher::~Publisher() { stop(); }

void Publisher::start() {
  signer_.leave_reading_to_others();
  thread_ = std::thread([this] { work(); });
}

void Publisher::stop() {
  {
    std::scoped_lock const lock{mutex_};
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Publisher::work() {
  do {
    try {
      reread_if_due();
      before_turn_();
      turn();
    } catch (FaultError const& why) {
      tell("ledger", why.fault());
    } catch (std::exception const& why) {
      tell("ledger", trouble(fmt::format("签署总账时出错：{}", why.what()),
                             fmt::format("signing the ledger failed: {}", why.what())));
    }
  } while (pause());
}

bool Publisher::pause() {
  std::unique_lock lock{mutex_};
  return !woken_.wait_for(lock, std::chrono::seconds(options_.every_s), [this] { return stopping_; });
}

void Publisher::reread_if_due() {
  auto const now = Clock::now();
  if (read_at_ != Clock::time_point{} && now - read_at_ < std::chrono::seconds(options_.reread_every_s)) return;
  auto const read = signer_.reread([this](std::int64_t) {
    std::scoped_lock const lock{mutex_};
    return !stopping_;
  });
  read_at_ = now;
  tell("reread", read);
}

void Publisher::turn() {
  {
    std::scoped_lock const lock{mutex_};
    if (stopping_) return;
  }
  auto const head = signer_.sign();
  tell("ledger", head ? Result<void>() : Result<void>(head.error()));
  if (!head || (options_.witnesses.empty() && !options_.stamps)) return;
  auto const now = Clock::now();
  bool const grown = published_size_ != head->checkpoint.size;
  if (!grown && now - published_at_ < std::chrono::seconds(options_.heartbeat_s)) return;
  auto const note = cosigned(*head);
  auto stamp = stamp_if_due(*head);
  published_at_ = now;
  if (note == head->note && stamp.empty()) return;
  signer_.publish(head->checkpoint.size, note, std::move(stamp));
  published_size_ = head->checkpoint.size;
}

// The head with the ledger's own signatures and one cosignature of every witness that answered.
std::string Publisher::cosigned(LedgerSigner::Head const& head) {
  auto note = ledger::parse_signed_note(head.note).value();
  for (auto const& witness : options_.witnesses) {
    auto const lines = ask(witness, head);
    tell(witness.url, lines ? Result<void>() : Result<void>(lines.error()));
    if (!lines) continue;
    std::erase_if(note.signatures, [&](auto const& each) {
      return each.key_name == witness.key.name() && each.key_id == witness.key.id();
    });
    for (auto& line : ledger::parse_signature_lines(*lines).value())
      if (line.key_name == witness.key.name() && line.key_id == witness.key.id()) note.signatures.push_back(line);
  }
  return ledger::to_text(note);
}

// The signature lines of the answer, looked at.
Result<std::string> Publisher::ask(WitnessOptions const& witness, LedgerSigner::Head const& head) {
  auto& has = witnessed_[witness.url];
  for (int i = 0; i < tries_max; ++i) {
    ledger::CosignRequest request{.old_size = has, .note = head.note};
    auto const size = head.checkpoint.size;
    if (has > size)
      return trouble(
          fmt::format("见证人见过 {} 条，本库只有 {} 条：数据可能被换成了旧备份", has, size),
          fmt::format("the witness has seen {} entries, this store has {}: it may be an older copy", has, size));
    if (has > 0 && has < size) {
      auto proof = signer_.consistency(has, size);
      if (!proof) return proof.error();
      request.proof = *std::move(proof);
    }
    auto const answer = post(witness.url + "/add-checkpoint", "text/plain; charset=utf-8", ledger::to_text(request));
    if (!answer) return answer.error();
    if (auto const told = answer->status == 409 ? size_told(*answer) : std::nullopt; told && *told != has) {
      has = *told;
      continue;
    }
    auto const refused = trouble(fmt::format("见证人答复 {}：{}", answer->status, answer->body),
                                 fmt::format("the witness answered {}: {}", answer->status, answer->body));
    if (answer->status != 200) return refused;
    auto lines = ledger::parse_signature_lines(answer->body);
    if (!lines) return lines.error();
    auto note = ledger::parse_signed_note(head.note).value();
    note.signatures = *std::move(lines);
    auto const at = ledger::cosigned_at(note, witness.key);
    if (!at) return at.error();
    if (!*at) return trouble("答复中没有该见证人的联署", "the answer has no cosignature of that witness");
    has = size;
    return answer->body;
  }
  return trouble("见证人的条数一再变化：有别的服务器用同一总账",
                 "the witness's size keeps changing: another server shows it this ledger");
}

std::string Publisher::stamp_if_due(LedgerSigner::Head const& head) {
  if (!options_.stamps || head.checkpoint.size == 0 || stamped_size_ == head.checkpoint.size) return {};
  auto const now = Clock::now();
  if (stamped_at_ != Clock::time_point{} && now - stamped_at_ < std::chrono::seconds(options_.stamps->every_s))
    return {};
  auto const text = ledger::to_text(head.checkpoint);
  auto const nonce = std::stoull(ids_.random_hex(8), nullptr, 16);
  auto const request = ledger::stamp_request(text, nonce);
  auto const answer = post(options_.stamps->url, "application/timestamp-query", request);
  auto went = answer ? Result<void>() : Result<void>(answer.error());
  if (answer && answer->status != 200)
    went = trouble(fmt::format("时间戳服务答复 {}", answer->status),
                   fmt::format("the stamping service answered {}", answer->status));
  if (went) went = ledger::check_stamp_response(request, answer->body);
  if (went)
    if (auto const at = ledger::stamped_at(answer->body, text, options_.stamps->certificates_pem); !at)
      went = at.error();
  tell(options_.stamps->url, went);
  if (!went) return {};
  stamped_at_ = now;
  stamped_size_ = head.checkpoint.size;
  return answer->body;
}

void Publisher::tell(std::string const& whom, Result<void> const& went) {
  auto const now = went ? std::string{} : went.error().says.en;
  if (std::exchange(troubles_[whom], now) == now) return;
  boost::json::object said{{"msg", went ? "ledger_well_again" : "ledger_trouble"}, {"with", whom}};
  if (!went) said.emplace("says", to_json(went.error().says));
  spdlog::warn("{}", boost::json::serialize(said));
}

}  // namespace redress::api
