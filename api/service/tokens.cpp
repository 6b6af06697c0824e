#include "api/service/tokens.hpp"

#include "engine/ledger/hash.hpp"

namespace redress::api {
namespace {

constexpr std::string_view prefix = "rdr_";
constexpr std::size_t bearer_bytes_max = 256;
constexpr std::size_t remembered_max = 4096;

std::string url_safe(std::string base64) {
  std::erase(base64, '=');
  for (char& c : base64) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return base64;
}

}  // namespace

NewToken draw_token(Ids& ids, Role role, std::string shop, std::string label, Instant now,
                    std::optional<Instant> expires_at) {
  auto const random = ledger::from_hex(ids.random_hex(32)).value();
  NewToken token;
  token.secret = std::string(prefix) + url_safe(ledger::base64(random));
  token.row = {.id = ids.next("tok"),
               .secret_sha256 = ledger::hex(ledger::sha256(token.secret)),
               .role = role,
               .shop = std::move(shop),
               .label = std::move(label),
               .created_at = now,
               .expires_at = expires_at};
  return token;
}

bool in_force(TokenRow const& row, Instant now) {
  return !row.revoked_at && (!row.expires_at || now < *row.expires_at);
}

std::optional<Actor> TokenDoor::enter(std::string_view bearer) {
  auto const row = row_of(bearer);
  if (!row) return std::nullopt;
  return Actor{row->id, row->role, row->shop};
}

std::optional<TokenRow> TokenDoor::row_of(std::string_view bearer) {
  if (bearer.empty() || bearer.size() > bearer_bytes_max) return std::nullopt;
  auto const hash = ledger::hex(ledger::sha256(bearer));
  std::scoped_lock const lock{mutex_};
  auto at = known_.find(hash);
  if (at == known_.end()) {
    std::optional<TokenRow> row;
    store_.read([&](StoreReader& store) { row = store.find_token(hash); });
    if (!row) return std::nullopt;
    if (known_.size() >= remembered_max) known_.clear();
    at = known_.emplace(hash, std::move(*row)).first;
  }
  auto const& row = at->second;
  if (!in_force(row, clock_.now())) return std::nullopt;
  return row;
}

void TokenDoor::forget() {
  {
    std::scoped_lock const lock{mutex_};
    known_.clear();
  }
  if (also_) also_();
}

}  // namespace redress::api
