// A PKCS#11 module whose tokens are out of order, each in the way that its label says.

#include <array>
#include <csignal>
#include <cstring>
#include <p11-kit/pkcs11.h>
#include <string_view>
#include <unistd.h>

namespace {

struct OddToken {
    std::string_view label;
    CK_FLAGS flags;
};

constexpr CK_FLAGS in_order = CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED;
constexpr std::array tokens{
    OddToken{"locked", in_order | CKF_USER_PIN_LOCKED},
    OddToken{"one try left", in_order | CKF_USER_PIN_FINAL_TRY},
    OddToken{"without PIN", CKF_TOKEN_INITIALIZED},
    OddToken{"crashes", in_order},
    OddToken{"hangs", in_order},
    OddToken{"locks", in_order},
    OddToken{"readable key", in_order},
    OddToken{"two keys", in_order},
    OddToken{"twin", in_order},
    OddToken{"twin", in_order}};

CK_SLOT_ID used = 0; ///< whose session is open
bool has_locked = false;

CK_RV initialize(void* /*arguments*/)
{
    return CKR_OK;
}

CK_RV list_slots(CK_BBOOL /*present*/, CK_SLOT_ID* slots, CK_ULONG* count)
{
    *count = tokens.size();
    for (CK_ULONG i = 0; slots != nullptr && i < tokens.size(); ++i) {
        slots[i] = i;
    }
    return CKR_OK;
}

CK_RV show_token(CK_SLOT_ID slot, CK_TOKEN_INFO* info)
{
    *info = {};
    std::memset(info->label, ' ', sizeof info->label);
    std::memcpy(info->label, tokens[slot].label.data(), tokens[slot].label.size());
    info->flags = tokens[slot].flags | (has_locked ? CKF_USER_PIN_LOCKED : 0);
    return CKR_OK;
}

CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS, void*, CK_NOTIFY, CK_SESSION_HANDLE* session)
{
    used = slot;
    *session = 1;
    return CKR_OK;
}

CK_RV log_in(CK_SESSION_HANDLE, CK_USER_TYPE, CK_BYTE*, CK_ULONG)
{
    if (tokens[used].label == "crashes") {
        static_cast<void>(std::raise(SIGSEGV));
    }
    if (tokens[used].label == "hangs") {
        ::pause();
    }
    has_locked = tokens[used].label == "locks";
    return has_locked ? CKR_PIN_INCORRECT : CKR_OK;
}

CK_RV begin_search(CK_SESSION_HANDLE, CK_ATTRIBUTE*, CK_ULONG)
{
    return CKR_OK;
}

CK_RV search(CK_SESSION_HANDLE, CK_OBJECT_HANDLE* objects, CK_ULONG, CK_ULONG* count)
{
    *count = tokens[used].label == "two keys" ? 2 : 1;
    for (CK_ULONG i = 0; i < *count; ++i) {
        objects[i] = i + 1;
    }
    return CKR_OK;
}

CK_RV end_search(CK_SESSION_HANDLE)
{
    return CKR_OK;
}

/// Yes to everything: also to whether a key may be read.
CK_RV show_attribute(CK_SESSION_HANDLE, CK_OBJECT_HANDLE, CK_ATTRIBUTE* attribute, CK_ULONG)
{
    *static_cast<CK_BBOOL*>(attribute->pValue) = CK_TRUE;
    return CKR_OK;
}

} // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    static CK_FUNCTION_LIST functions{};
    functions.C_Initialize = initialize;
    functions.C_GetSlotList = list_slots;
    functions.C_GetTokenInfo = show_token;
    functions.C_OpenSession = open_session;
    functions.C_Login = log_in;
    functions.C_FindObjectsInit = begin_search;
    functions.C_FindObjects = search;
    functions.C_FindObjectsFinal = end_search;
    functions.C_GetAttributeValue = show_attribute;
    *list = &functions;
    return CKR_OK;
}
