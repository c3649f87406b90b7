#include "store/token/module.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <dlfcn.h>

namespace dossier::store {
namespace {

constexpr CK_ULONG key_bytes = 32;
constexpr CK_ULONG iv_bytes = 12;
constexpr CK_ULONG tag_bits = 128;
constexpr CK_ULONG tag_bytes = tag_bits / 8;

std::string quoted(const std::string& text)
{
    return "'" + text + "'";
}

/// A code that no sentence of ours speaks of, as the standard's header has it.
std::string code(CK_RV answer)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), answer, 16).ptr;
    return "0x" + std::string(digits.begin(), end);
}

void expect(CK_RV answer, const std::string& what)
{
    if (answer != CKR_OK) {
        throw TokenFailure(what + " failed (PKCS#11 error " + code(answer) + ")");
    }
}

CK_BYTE_PTR unconst(std::span<const std::byte> bytes)
{
    // The interface is C of 1995: what is only read is not const.
    return const_cast<CK_BYTE_PTR>(reinterpret_cast<const CK_BYTE*>(bytes.data()));
}

CK_BYTE_PTR raw(std::vector<std::byte>& bytes)
{
    return reinterpret_cast<CK_BYTE_PTR>(bytes.data());
}

template <class Value>
CK_ATTRIBUTE attribute_of(CK_ATTRIBUTE_TYPE type, Value& value)
{
    return {type, &value, sizeof value};
}

CK_ATTRIBUTE label_of(std::string& label)
{
    return {CKA_LABEL, label.data(), label.size()};
}

/// Labels are padded with blanks.
std::string label_of(const CK_TOKEN_INFO& token)
{
    std::string label(reinterpret_cast<const char*>(token.label), sizeof token.label);
    label.erase(label.find_last_not_of(' ') + 1);
    return label;
}

void refuse_locked(const CK_TOKEN_INFO& token, const std::string& label)
{
    if ((token.flags & CKF_USER_PIN_LOCKED) != 0) {
        throw TokenFailure("the PIN of the token " + quoted(label) + " is locked");
    }
    // A service that starts again and again must not be what locks it.
    if ((token.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
        throw TokenFailure(
            "one more wrong PIN locks the token " + quoted(label) +
            ": log in once with its own tool first"
        );
    }
    if ((token.flags & CKF_USER_PIN_INITIALIZED) == 0) {
        throw TokenFailure("the token " + quoted(label) + " has no user PIN yet");
    }
}

CK_GCM_PARAMS gcm(std::span<const std::byte> iv, std::span<const std::byte> bound)
{
    return {
        .pIv = unconst(iv),
        .ulIvLen = iv.size(),
        .ulIvBits = iv.size() * 8,
        .pAAD = unconst(bound),
        .ulAADLen = bound.size(),
        .ulTagBits = tag_bits};
}

} // namespace

TokenModule::TokenModule(const std::string& path) : path_(path)
{
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char* reason = ::dlerror();
        throw TokenFailure(
            "the module " + path + " cannot be loaded: " + (reason != nullptr ? reason : "?")
        );
    }
    const auto list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (list == nullptr) {
        throw TokenFailure(path + " is no PKCS#11 module: it has no C_GetFunctionList");
    }
    expect(list(&calls_), "asking the module " + path + " for its functions");
    expect(calls_->C_Initialize(nullptr), "starting the module " + path);
}

CK_SLOT_ID TokenModule::find_token(const std::string& label) const
{
    CK_ULONG count = 0;
    expect(calls_->C_GetSlotList(CK_TRUE, nullptr, &count), "listing the tokens");
    std::vector<CK_SLOT_ID> slots(count);
    expect(calls_->C_GetSlotList(CK_TRUE, slots.data(), &count), "listing the tokens");
    slots.resize(std::min<std::size_t>(count, slots.size()));

    std::vector<CK_SLOT_ID> found;
    std::string others;
    for (const auto slot : slots) {
        CK_TOKEN_INFO token{};
        if (calls_->C_GetTokenInfo(slot, &token) != CKR_OK ||
            (token.flags & CKF_TOKEN_INITIALIZED) == 0) {
            continue;
        }
        if (label_of(token) != label) {
            others += (others.empty() ? "" : ", ") + quoted(label_of(token));
            continue;
        }
        refuse_locked(token, label);
        found.push_back(slot);
    }
    if (found.empty()) {
        throw TokenFailure(
            "the module " + path_ + " has no token " + quoted(label) +
            (others.empty() ? "; it has none at all" : "; it has " + others)
        );
    }
    if (found.size() > 1) {
        throw TokenFailure("the module " + path_ + " has two tokens " + quoted(label));
    }
    return found.front();
}

TokenSession::TokenSession(
    const TokenModule& module, const std::string& token, std::span<const std::byte> pin
)
    : calls_(module.calls()),
      token_(token)
{
    const auto slot = module.find_token(token);
    expect(
        calls_->C_OpenSession(
            slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session_
        ),
        "a session with the token " + quoted(token)
    );
    log_in(slot, pin);
}

void TokenSession::log_in(CK_SLOT_ID slot, std::span<const std::byte> pin) const
{
    const auto answer = calls_->C_Login(session_, CKU_USER, unconst(pin), pin.size());
    switch (answer) {
    case CKR_OK:
    case CKR_USER_ALREADY_LOGGED_IN: return;
    case CKR_PIN_INCORRECT:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_INVALID: {
        CK_TOKEN_INFO now{};
        const bool known = calls_->C_GetTokenInfo(slot, &now) == CKR_OK;
        const bool locked = known && (now.flags & CKF_USER_PIN_LOCKED) != 0;
        const bool last = known && (now.flags & CKF_USER_PIN_FINAL_TRY) != 0;
        throw TokenFailure(
            "the PIN of the token " + quoted(token_) + " is wrong" +
            (locked ? ", and locked now"
             : last ? ", and one more wrong PIN locks it"
                    : "")
        );
    }
    case CKR_PIN_LOCKED:
        throw TokenFailure("the PIN of the token " + quoted(token_) + " is locked");
    case CKR_PIN_EXPIRED:
        throw TokenFailure("the PIN of the token " + quoted(token_) + " has expired");
    default: expect(answer, "logging in to the token " + quoted(token_));
    }
}

bool TokenSession::attribute(CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE type) const
{
    CK_BBOOL value = CK_FALSE;
    auto asked = attribute_of(type, value);
    expect(calls_->C_GetAttributeValue(session_, key, &asked, 1), "looking at the key");
    return value == CK_TRUE;
}

CK_OBJECT_HANDLE TokenSession::find_key(const std::string& label, MakeKey make) const
{
    CK_OBJECT_CLASS secret = CKO_SECRET_KEY;
    CK_KEY_TYPE aes = CKK_AES;
    auto name = label;
    std::array asked{
        attribute_of(CKA_CLASS, secret), attribute_of(CKA_KEY_TYPE, aes), label_of(name)};
    std::array<CK_OBJECT_HANDLE, 2> found{};
    CK_ULONG count = 0;
    expect(calls_->C_FindObjectsInit(session_, asked.data(), asked.size()), "looking for the key");
    const auto answer = calls_->C_FindObjects(session_, found.data(), found.size(), &count);
    static_cast<void>(calls_->C_FindObjectsFinal(session_));
    expect(answer, "looking for the key");

    const auto where = " " + quoted(label) + " in the token " + quoted(token_);
    if (count > 1) {
        throw TokenFailure("there are two AES keys" + where);
    }
    if (count == 0 && make == MakeKey::where_there_is_none) {
        return make_key(label);
    }
    if (count == 0) {
        throw TokenFailure("there is no AES key" + where);
    }
    if (!attribute(found[0], CKA_SENSITIVE) || attribute(found[0], CKA_EXTRACTABLE)) {
        throw TokenFailure("the AES key" + where + " can be read out of it: it must not");
    }
    CK_ULONG size = 0;
    auto length = attribute_of(CKA_VALUE_LEN, size);
    expect(calls_->C_GetAttributeValue(session_, found[0], &length, 1), "looking at the key");
    if (size != key_bytes) {
        throw TokenFailure("the AES key" + where + " has not 256 bits");
    }
    return found[0];
}

CK_OBJECT_HANDLE TokenSession::make_key(const std::string& label) const
{
    CK_MECHANISM generate{CKM_AES_KEY_GEN, nullptr, 0};
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ULONG size = key_bytes;
    auto name = label;
    std::array wanted{
        label_of(name),
        attribute_of(CKA_VALUE_LEN, size),
        attribute_of(CKA_TOKEN, yes),
        attribute_of(CKA_PRIVATE, yes),
        attribute_of(CKA_SENSITIVE, yes),
        attribute_of(CKA_EXTRACTABLE, no),
        attribute_of(CKA_ENCRYPT, yes),
        attribute_of(CKA_DECRYPT, yes)};
    CK_OBJECT_HANDLE key = 0;
    expect(
        calls_->C_GenerateKey(session_, &generate, wanted.data(), wanted.size(), &key),
        "making the key " + quoted(label) + " in the token " + quoted(token_)
    );
    return key;
}

std::vector<std::byte> TokenSession::wrap(
    CK_OBJECT_HANDLE key, std::span<const std::byte> bytes, std::span<const std::byte> bound
) const
{
    std::vector<std::byte> wrapped(iv_bytes + bytes.size() + tag_bytes);
    const std::span iv{wrapped.data(), iv_bytes};
    expect(
        calls_->C_GenerateRandom(session_, raw(wrapped), iv_bytes), "the token's random numbers"
    );
    auto parameters = gcm(iv, bound);
    CK_MECHANISM mechanism{CKM_AES_GCM, &parameters, sizeof parameters};
    CK_ULONG size = wrapped.size() - iv_bytes;
    expect(calls_->C_EncryptInit(session_, &mechanism, key), "AES-GCM in the token");
    expect(
        calls_->C_Encrypt(session_, unconst(bytes), bytes.size(), raw(wrapped) + iv_bytes, &size),
        "AES-GCM in the token"
    );
    if (size != wrapped.size() - iv_bytes) {
        throw TokenFailure("AES-GCM of the token " + quoted(token_) + " is of another length");
    }
    return wrapped;
}

std::optional<std::vector<std::byte>> TokenSession::unwrap(
    CK_OBJECT_HANDLE key, std::span<const std::byte> wrapped, std::span<const std::byte> bound
) const
{
    if (wrapped.size() <= iv_bytes + tag_bytes) {
        return std::nullopt;
    }
    auto parameters = gcm(wrapped.first(iv_bytes), bound);
    CK_MECHANISM mechanism{CKM_AES_GCM, &parameters, sizeof parameters};
    wrapped = wrapped.subspan(iv_bytes);
    std::vector<std::byte> bytes(wrapped.size());
    CK_ULONG size = bytes.size();
    expect(calls_->C_DecryptInit(session_, &mechanism, key), "AES-GCM in the token");
    const auto answer =
        calls_->C_Decrypt(session_, unconst(wrapped), wrapped.size(), raw(bytes), &size);
    switch (answer) {
    case CKR_OK: break;
    // What modules say of a tag that does not fit.
    case CKR_ENCRYPTED_DATA_INVALID:
    case CKR_ENCRYPTED_DATA_LEN_RANGE:
    case CKR_DATA_INVALID:
    case CKR_GENERAL_ERROR:
    case CKR_FUNCTION_FAILED: return std::nullopt;
    default: expect(answer, "AES-GCM in the token");
    }
    bytes.resize(std::min<std::size_t>(size, bytes.size()));
    return bytes;
}

} // namespace dossier::store
