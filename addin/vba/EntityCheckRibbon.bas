Attribute VB_Name = "EntityCheckRibbon"
Option Explicit

' What the buttons call. A command is carried out in Python, by the name of its
' button; only what VBA holds itself, answers and connection, is dealt with here.

Private Const TITLE As String = "Entity Check"

Private ribbon As Object

Public Sub OnRibbonLoad(loaded As IRibbonUI)
    Set ribbon = loaded
End Sub

Public Sub RunCommand(control As IRibbonControl)
    If IsReady() Then Carry control.ID
End Sub

' Forgets all answers, has the lists opened anew, and lets Excel calculate everything.
Public Sub RunRecheck(control As IRibbonControl)
    Dim reply As Variant

    ForgetAnswers
    EndRest
    If CallPython("entity_recheck", Array("button"), reply) Then
        If IsArray(reply) Then RememberStatus CStr(reply(LBound(reply, 1), LBound(reply, 2)))
        Application.CalculateFull
    Else
        MsgBox "The lists were not opened anew: " & LastProblem() & vbNewLine & vbNewLine & _
            "Click Diagnose to see what to do.", vbExclamation, TITLE
    End If
    ShowStatus
End Sub

' Diagnoses from Python; if Python cannot be reached, from here.
Public Sub RunDiagnose(control As IRibbonControl)
    If Not ActiveWorkbook Is Nothing Then
        Carry control.ID
    ElseIf IsPythonUp() Then
        MsgBox "Python answers. Open a workbook to see the rest.", vbInformation, TITLE
    End If
    ShowStatus
End Sub

' The label of the lists.
Public Sub GetListStatus(control As IRibbonControl, ByRef returnedVal As Variant)
    returnedVal = ListStatus()
End Sub

Private Function IsReady() As Boolean
    IsReady = Not ActiveWorkbook Is Nothing
    If Not IsReady Then MsgBox "There is no workbook to work on. Open one and try again.", vbInformation, TITLE
End Function

' A command that was broken off is not repeated: some of it may be done.
Private Sub Carry(ByVal command As String)
    If Len(ForeignSettings()) > 0 Then ' also while Python is up: RunPython reads them each time
        MsgBox ForeignSettings(), vbExclamation, TITLE
        Exit Sub
    End If
    If Not IsPythonUp() Then Exit Sub
    On Error GoTo Failed
    ' xlwings itself shows what Python raised, and Python that died, and then says -1.
    If RunPython("from addin import ribbon; ribbon.run('" & command & "')") = -1 Then ForgetPython
    ShowStatus
    Exit Sub
Failed:
    RememberProblem Err.Description
    ForgetPython
    MsgBox "Python stopped in the middle: " & LastProblem() & vbNewLine & vbNewLine & _
        "Look at the sheet, then click again; Undo last run takes back what was written.", vbExclamation, TITLE
End Sub

' A Python that died since the last click is started again before the command, not in its middle.
Private Function IsPythonUp() As Boolean
    Dim reply As Variant

#If Mac Then
    IsPythonUp = True
#Else
    EndRest
    IsPythonUp = CallPython("entity_ping", Array("button"), reply)
    If IsPythonUp Then
        RememberStatus CStr(reply(LBound(reply, 1), LBound(reply, 2)))
    Else
        MsgBox "Python does not answer: " & LastProblem() & vbNewLine & vbNewLine & _
            "Run ""entity-check addin doctor"" in a terminal: it says what is wrong and what to do.", vbExclamation, TITLE
    End If
#End If
End Function

Private Sub ShowStatus()
    On Error Resume Next ' the ribbon is not there yet
    ribbon.InvalidateControl "list_status"
End Sub
